using FsCheck;
using FsCheck.Fluent;
using MathNet.Numerics.LinearAlgebra;
using ScoreSde.Data;
using ScoreSde.Metrics;
using ScoreSde.Noise;

namespace ScoreSde.Tests.Metrics;

public sealed class FrechetDistanceTests
{
    [Fact]
    public void Commuting_covariances_give_the_sum_of_squared_differences_of_deviations()
    {
        var first = new GaussianFit([1, 2, 3], Diagonal(4, 1, 9));
        var second = new GaussianFit([1, 0, 4], Diagonal(1, 25, 9));
        Assert.Equal(4 + 1 + 1 + 16, FrechetDistance.Squared(first, second), 1e-12);
    }

    [Fact]
    public void Two_by_two_covariances_that_do_not_commute_give_the_closed_form()
    {
        // tr √(AB) = √(tr AB + 2 √(det A det B)) for 2×2 matrices.
        var first = new GaussianFit([0, 0], new double[,] { { 2, 1 }, { 1, 3 } });
        var second = new GaussianFit([1, 1], new double[,] { { 5, -2 }, { -2, 1 } });
        double root = Math.Sqrt(((2 * 5) + (1 * -2) + (1 * -2) + (3 * 1)) + (2 * Math.Sqrt(5 * 1)));
        Assert.Equal(2 + 5 + 6 - (2 * root), FrechetDistance.Squared(first, second), 1e-12);
    }

    [Fact]
    public void The_lower_triangle_alone_is_read()
    {
        double[,] whole = { { 2, 0.7, 0.2 }, { 0.7, 3, 0.5 }, { 0.2, 0.5, 1 } };
        double[,] lower = { { 2, 50, 60 }, { 0.7, 3, 70 }, { 0.2, 0.5, 1 } };
        var other = new GaussianFit([1, 2, 3], Diagonal(4, 1, 9));
        Assert.Equal(FrechetDistance.Squared(new([0, 0, 0], whole), other), FrechetDistance.Squared(new([0, 0, 0], lower), other));
    }

    [Fact]
    public void Singular_covariances_lose_no_digits()
    {
        Assert.Equal(2, FrechetDistance.Squared(new([0, 0], Diagonal(1, 0)), new([0, 0], Diagonal(0, 1))), 1e-15);
        Assert.Equal(1, FrechetDistance.Squared(new([0, 0], Diagonal(1, 0)), new([0, 0], Diagonal(4, 0))), 1e-15);
        Assert.Equal(9, FrechetDistance.Squared(new([3, 0], Diagonal(0, 0)), new([0, 0], Diagonal(0, 0))), 1e-15);

        // (10⁻⁶ − 2·10⁻⁶)² of a variance that is small beside the other is not taken for rounding.
        Assert.Equal(1e-12, FrechetDistance.Squared(new([0, 0], Diagonal(1, 1e-12)), new([0, 0], Diagonal(1, 4e-12))), 1e-15);

        // u uᵀ and v vᵀ of rank one: |u|² + |v|² − 2 |u·v|.
        double[,] u = Outer([1, 2, 3]);
        double[,] v = Outer([2, -1, 1]);
        Assert.Equal(14 + 6 - (2 * 3), FrechetDistance.Squared(new(new double[3], u), new(new double[3], v)), 1e-12);
    }

    [Fact]
    public void Random_covariances_give_what_the_matrix_root_gives()
    {
        Gen<(ulong Seed, int Dimension)> cases = from seed in Gen.Choose(1, 1 << 30) from d in Gen.Choose(1, 9) select ((ulong)seed, d);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(60).WithReplay(17, 3), Prop.ForAll(cases.ToArbitrary(), one =>
        {
            Matrix<double> a = Covariance(one.Dimension, one.Seed, 0);
            Matrix<double> b = Covariance(one.Dimension, one.Seed, 1);
            double value = FrechetDistance.Squared(new(new double[one.Dimension], a.ToArray()), new(new double[one.Dimension], b.ToArray()));
            Matrix<double> root = Root(a);
            double expected = a.Trace() + b.Trace() - (2 * Root(root * b * root).Trace());
            return Math.Abs(value - expected) < 1e-9 * (a.Trace() + b.Trace());
        }));
    }

    [Fact]
    public void Sets_of_samples_with_prescribed_moments_give_their_distance()
    {
        // Rows m ± L e_i, whole numbers and so exact as floats, have mean m and covariance 2 L Lᵀ/(2d − 1).
        Samples x = PlusMinus([1, 2, 0], new double[,] { { 2, 0, 0 }, { 1, 3, 0 }, { 0, 1, 4 } });
        Samples y = PlusMinus([0, 2, 5], new double[,] { { 1, 2, 0 }, { 0, 5, 1 }, { 3, 0, 2 } });
        Matrix<double> a = Scatter(x);
        Matrix<double> b = Scatter(y);
        Matrix<double> root = Root(a);
        double expected = 1 + 25 + a.Trace() + b.Trace() - (2 * Root(root * b * root).Trace());
        FrechetDistance metric = new() { Groups = 3 };
        Assert.Equal(expected, metric.Evaluate(x, y).Value, 1e-9);
        Assert.Equal([1, 2, 0], GaussianFit.Of(x).Mean);
        Assert.InRange((a - Matrix<double>.Build.DenseOfArray(GaussianFit.Of(x).Covariance)).L2Norm(), 0, 1e-13);
    }

    [Fact]
    public void Digits_with_their_empty_pixels_are_at_distance_zero_from_themselves()
    {
        // Their trace is 1200; 1e-12 of it is rounding.
        var digits = Samples.Of(Digits.Load());
        MetricValue value = new FrechetDistance { Groups = 2 }.Evaluate(digits, digits);
        Assert.InRange(value.Value, 0, 1e-9);
    }

    [Fact]
    [Trait("Category", "Once")]
    public void The_standard_error_is_the_spread_over_repetitions() => ErrorHonesty.Check(new FrechetDistance { Groups = 30 }, shift: 1.5);

    private static double[,] Diagonal(params double[] values) => Matrix<double>.Build.DiagonalOfDiagonalArray(values).ToArray();

    private static double[,] Outer(double[] u) => Vector<double>.Build.Dense(u).OuterProduct(Vector<double>.Build.Dense(u)).ToArray();

    private static Matrix<double> Covariance(int dimension, ulong seed, uint interval)
    {
        var stream = new RandomStream(new NoiseKey(seed, interval, NoisePurpose.Data), 0);
        Matrix<double> factor = Matrix<double>.Build.Dense(dimension, dimension + 2, (_, _) => stream.NextNormal());
        return factor * factor.Transpose();
    }

    private static Matrix<double> Root(Matrix<double> symmetric)
    {
        var parts = ((symmetric + symmetric.Transpose()) / 2).Evd(Symmetricity.Symmetric);
        Vector<double> roots = parts.EigenValues.Real().PointwiseMaximum(0).PointwiseSqrt();
        return parts.EigenVectors * Matrix<double>.Build.DiagonalOfDiagonalVector(roots) * parts.EigenVectors.Transpose();
    }

    private static Samples PlusMinus(double[] mean, double[,] factor)
    {
        int d = mean.Length;
        var values = new List<float>();
        foreach (int sign in new[] { 1, -1 })
        {
            for (int i = 0; i < d; i++)
            {
                values.AddRange(Enumerable.Range(0, d).Select(j => (float)(mean[j] + (sign * factor[j, i]))));
            }
        }

        return new(values.ToArray(), d);
    }

    private static Matrix<double> Scatter(Samples samples)
    {
        Matrix<double> rows = Matrix<double>.Build.Dense(samples.Count, samples.Dimension, (i, j) => samples[i][j]);
        Vector<double> mean = rows.ColumnSums() / samples.Count;
        Matrix<double> centred = Matrix<double>.Build.Dense(samples.Count, samples.Dimension, (i, j) => rows[i, j] - mean[j]);
        return centred.TransposeThisAndMultiply(centred) / (samples.Count - 1);
    }

    [Fact]
    public void Gaussians_of_other_sizes_are_refused()
    {
        var one = new GaussianFit([0], Square(1));
        Assert.Equal("second", Assert.Throws<ArgumentException>(() => FrechetDistance.Squared(one, new GaussianFit([0, 0], Square(2)))).ParamName);
        Assert.Equal("second", Assert.Throws<ArgumentException>(() => FrechetDistance.Squared(one, new GaussianFit([0], Square(2)))).ParamName);
        Assert.Equal("second", Assert.Throws<ArgumentException>(() => FrechetDistance.Squared(new GaussianFit([0], Square(2)), one)).ParamName);
        Assert.Equal(4, FrechetDistance.Squared(one, new GaussianFit([2], Square(1))), 1e-12);

        static double[,] Square(int d)
        {
            var covariance = new double[d, d];
            for (int i = 0; i < d; i++)
            {
                covariance[i, i] = 1;
            }

            return covariance;
        }
    }
}
