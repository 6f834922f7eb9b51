using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace ScoreSde.Scores;

/// <summary>N(m, Σ) with a full covariance, kept as m and the eigenbasis Σ = Q diag(v) Qᵀ. Σ = 0 is a point mass.</summary>
public sealed class Gaussian
{
    private Gaussian(double[] mean, double[] eigenvalues, double[]? eigenvectors)
    {
        foreach (double m in mean)
        {
            Require.Finite(m, nameof(mean));
        }

        Mean = mean;
        Eigenvalues = eigenvalues;
        Eigenvectors = eigenvectors;
    }

    /// <summary>Numbers in one sample.</summary>
    public int Dimension => Mean.Length;

    /// <summary>m.</summary>
    public double[] Mean { get; }

    /// <summary>v ≥ 0, the variances along the principal directions.</summary>
    public double[] Eigenvalues { get; }

    /// <summary>Q by columns: entry [i + d·k] is coordinate i of direction k. Null when they are those of the coordinates.</summary>
    public double[]? Eigenvectors { get; }

    /// <summary>N(m, v I).</summary>
    public static Gaussian Isotropic(ReadOnlySpan<double> mean, double variance)
    {
        Require.NonNegative(variance);
        Require.Positive(mean.Length);
        var eigenvalues = new double[mean.Length];
        Array.Fill(eigenvalues, variance);
        return new Gaussian(mean.ToArray(), eigenvalues, null);
    }

    /// <summary>N(m, diag(v)).</summary>
    /// <exception cref="ArgumentException">Not as many variances as the mean has numbers, or one is negative.</exception>
    public static Gaussian AlongAxes(ReadOnlySpan<double> mean, ReadOnlySpan<double> variances)
    {
        Require.Positive(mean.Length);
        if (variances.Length != mean.Length)
        {
            throw new ArgumentException($"A mean of {mean.Length} numbers needs as many variances, not {variances.Length}.", nameof(variances));
        }

        foreach (double variance in variances)
        {
            Require.NonNegative(variance, nameof(variances));
        }

        return new Gaussian(mean.ToArray(), variances.ToArray(), null);
    }

    /// <summary>All mass in one point.</summary>
    public static Gaussian PointMass(ReadOnlySpan<double> point) => Isotropic(point, 0);

    /// <summary>N(m, Σ).</summary>
    /// <exception cref="ArgumentException">Σ has another size than m, is not symmetric, or has a negative eigenvalue.</exception>
    public static Gaussian WithCovariance(ReadOnlySpan<double> mean, double[,] covariance)
    {
        ArgumentNullException.ThrowIfNull(covariance);
        int d = Require.Positive(mean.Length);
        if (covariance.GetLength(0) != d || covariance.GetLength(1) != d)
        {
            throw new ArgumentException($"The covariance must be {d} × {d}, as the mean has {d} numbers.", nameof(covariance));
        }

        Matrix<double> matrix = Matrix<double>.Build.DenseOfArray(covariance);
        double size = matrix.InfinityNorm();
        if (!double.IsFinite(size) || !((matrix - matrix.Transpose()).InfinityNorm() <= 1e-12 * size))
        {
            throw new ArgumentException("The covariance must be finite and symmetric.", nameof(covariance));
        }

        Evd<double> evd = matrix.Evd(Symmetricity.Symmetric);
        double[] eigenvalues = evd.EigenValues.Real().ToArray();
        for (int i = 0; i < d; i++)
        {
            if (eigenvalues[i] < -1e-12 * size)
            {
                throw new ArgumentException($"The covariance has the negative eigenvalue {eigenvalues[i]:R}.", nameof(covariance));
            }

            eigenvalues[i] = Math.Max(0, eigenvalues[i]);
        }

        return new Gaussian(mean.ToArray(), eigenvalues, evd.EigenVectors.ToColumnMajorArray());
    }
}
