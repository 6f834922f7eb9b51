using MathNet.Numerics.LinearAlgebra;
using ScoreSde.Scores;

namespace ScoreSde.Verification.References;

/// <summary>A rotation of three dimensions by an angle about each axis in turn, and a swap of two axes: orthogonal, with determinant −1.</summary>
internal sealed class Turn
{
    private readonly Matrix<double> q;

    public Turn(double angle)
    {
        double s = Math.Sin(angle);
        double c = Math.Cos(angle);
        Matrix<double> x = Matrix<double>.Build.DenseOfArray(new[,] { { 1, 0, 0 }, { 0, c, -s }, { 0, s, c } });
        Matrix<double> z = Matrix<double>.Build.DenseOfArray(new[,] { { c, -s, 0 }, { s, c, 0 }, { 0, 0, 1 } });
        Matrix<double> swap = Matrix<double>.Build.DenseOfArray(new double[,] { { 0, 1, 0 }, { 1, 0, 0 }, { 0, 0, 1 } });
        q = x * z * swap;
    }

    public void Apply(Span<double> x) => q.Multiply(Vector<double>.Build.DenseOfArray(x.ToArray())).AsArray().CopyTo(x);

    public GaussianMixture Of(GaussianMixture mixture) => new([.. mixture.Components.Select(Of)], mixture.Weights);

    private Gaussian Of(Gaussian part)
    {
        Matrix<double> vectors = Matrix<double>.Build.DenseOfColumnMajor(
            3, 3, part.Eigenvectors ?? throw new ArgumentException("Full covariances only.", nameof(part)));
        Matrix<double> root = q * vectors * Matrix<double>.Build.DiagonalOfDiagonalArray([.. part.Eigenvalues.Select(Math.Sqrt)]);
        Matrix<double> covariance = root * root.Transpose();
        double[] mean = [.. part.Mean];
        Apply(mean);
        return Gaussian.WithCovariance(mean, ((covariance + covariance.Transpose()) / 2).ToArray());
    }
}
