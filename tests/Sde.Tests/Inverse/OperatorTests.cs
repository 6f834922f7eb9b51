using ScoreSde.Inverse;
using ScoreSde.Inverse.Operators;

namespace ScoreSde.Tests.Inverse;

public sealed class OperatorTests
{
    public static TheoryData<string> Names => [.. InverseCases.Operators.Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_transposed_operator_is_the_transpose(string name)
    {
        ILinearOperator a = Find(name);
        double[,] matrix = SingularValues.Matrix(a);
        var unit = new double[a.Outputs];
        var column = new double[a.Inputs];
        for (int i = 0; i < a.Outputs; i++)
        {
            unit[i] = 1;
            Array.Fill(column, double.NaN);
            a.ApplyTransposed(unit, column);
            unit[i] = 0;
            for (int j = 0; j < a.Inputs; j++)
            {
                Assert.Equal(matrix[i, j], column[j], 1e-16);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Singular_values_and_directions_give_the_operator_back(string name)
    {
        ILinearOperator a = Find(name);
        double[,] matrix = SingularValues.Matrix(a);
        SingularValues found = a.Decompose();
        for (int i = 0; i < a.Outputs; i++)
        {
            for (int j = 0; j < a.Inputs; j++)
            {
                double sum = Enumerable.Range(0, found.Rank).Sum(k => found.Left(k)[i] * found.Values[k] * found.Right(k)[j]);
                Assert.Equal(matrix[i, j], sum, 1e-13);
            }
        }

        for (int k = 0; k < found.Rank; k++)
        {
            for (int l = 0; l < found.Rank; l++)
            {
                Assert.Equal(k == l ? 1 : 0, SingularValues.Dot(found.Right(k), found.Right(l)), 1e-13);
                Assert.Equal(k == l ? 1 : 0, SingularValues.Dot(found.Left(k), found.Left(l)), 1e-13);
            }
        }
    }

    [Theory]
    [InlineData("blur")]
    [InlineData("lopsided blur")]
    public void A_blur_has_the_singular_values_of_its_matrix_from_those_of_its_lines(string name)
    {
        // Directions are unique up to sign where values are apart, which they need not be; that they give the operator back is tested above.
        var numerical = new SingularValues(Find(name));
        SingularValues product = Find(name).Decompose();
        Assert.Equal(numerical.Rank, product.Rank);
        for (int k = 0; k < product.Rank; k++)
        {
            Assert.Equal(numerical.Values[k], product.Values[k], 1e-14 * numerical.Values[0] * 24);
        }
    }

    /// <summary>A hole of 2 rows by 3 columns from row 1 and column 2 on, and nothing else, is missing.</summary>
    [Fact]
    public void A_hole_has_its_rows_and_columns()
    {
        var mask = Mask.WithHole(4, 6, 1, 2, 2, 3);
        double[] x = [.. Enumerable.Range(0, 24).Select(static i => (double)i)];
        var kept = new double[mask.Outputs];
        mask.Apply(x, kept);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 11, 12, 13, 17, 18, 19, 20, 21, 22, 23], kept);
    }

    [Fact]
    public void The_singular_values_of_masks_and_pooling_are_known()
    {
        Assert.All(new SingularValues(Find("mask")).Values, s => Assert.Equal(1, s, 1e-14));
        Assert.All(new SingularValues(Find("pooling")).Values, s => Assert.Equal(0.5, s, 1e-14));
        Assert.Equal((18, 6), (new SingularValues(Find("mask")).Rank, new SingularValues(Find("pooling")).Rank));
    }

    [Fact]
    public void Each_operator_does_to_a_picture_what_its_name_says()
    {
        double[] picture = [.. Enumerable.Range(0, 24).Select(i => (double)i)];
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 11, 12, 13, 17, 18, 19, 20, 21, 22, 23], Apply(Find("mask"), picture));
        Assert.Equal([3.5, 5.5, 7.5, 15.5, 17.5, 19.5], Apply(Find("pooling"), picture));

        // A kernel of sum 1 leaves a ramp as it is where it reaches no border; at the corner the weights (½, ¼) meet zeros beyond.
        double[] blurred = Apply(new SeparableBlur(4, 6, 0.25, 0.5, 0.25), picture);
        Assert.Equal(picture[9], blurred[9], 1e-14);
        Assert.Equal((0.125 * 1) + (0.125 * 6) + (0.0625 * 7), blurred[0], 1e-14);
    }

    /// <summary>Rows before columns, and weights e^(−i²/2s²) of sum 1 as far as three deviations, rounded up.</summary>
    [Fact]
    public void A_Gaussian_blur_is_the_blur_by_its_weights()
    {
        double[] picture = [.. Enumerable.Range(0, 24).Select(static i => Math.Sin(i * i))];
        double[] weights = [.. Enumerable.Range(-3, 7).Select(static i => Math.Exp(-i * i / (2 * 0.7 * 0.7)))];
        double sum = weights.Sum();
        double[] expected = Apply(new SeparableBlur(4, 6, [.. weights.Select(weight => weight / sum)]), picture);
        Assert.All(expected.Zip(Apply(SeparableBlur.Gaussian(4, 6, 0.7), picture)), static both => Assert.Equal(both.First, both.Second, 1e-14));
        Assert.NotEqual(expected[1], Apply(SeparableBlur.Gaussian(6, 4, 0.7), picture)[1], 1e-6);
    }

    [Fact]
    public void Random_rows_are_fixed_by_the_seed_and_keep_the_size_of_white_noise()
    {
        double[,] a = SingularValues.Matrix(DenseOperator.Random(40, 50, seed: 3));
        Assert.Equal(a, SingularValues.Matrix(DenseOperator.Random(40, 50, seed: 3)));
        Assert.NotEqual(a, SingularValues.Matrix(DenseOperator.Random(40, 50, seed: 4)));

        // Σ a² · 50 ~ χ²(2000): within 5 deviations (63) of 2000; exceeded with α < 1e-6.
        Assert.InRange(a.Cast<double>().Sum(value => value * value) * 50, 2000 - 320, 2000 + 320);
    }

    [Fact]
    public void A_simulated_measurement_has_an_error_of_the_deviation_asked_for_and_named_by_the_seed()
    {
        var a = new Mask([.. Enumerable.Repeat(true, 400)]);
        var sample = new double[400];
        Measurement y = Measurement.Of(a, sample, 0.5, seed: 8);
        Assert.Equal(y.Values.ToArray(), Measurement.Of(a, sample, 0.5, seed: 8).Values.ToArray());
        Assert.NotEqual(y.Values.ToArray(), Measurement.Of(a, sample, 0.5, seed: 9).Values.ToArray());

        // χ²(400) within 5.5 deviations of 28: α < 1e-7.
        Assert.InRange(SingularValues.Dot(y.Values, y.Values) / 0.25, 400 - 156, 400 + 156);
    }

    [Fact]
    public void What_measures_nothing_or_does_not_fit_is_refused()
    {
        Assert.Equal("sample", Assert.Throws<ArgumentException>(static () => Measurement.Of(new Mask([true, false, true]), [0.5, 0.5], 0.1, 0)).ParamName);
        Refused.By("isKept", "keep", () => new Mask([false, false]));
        Refused.By("size", "4 × 6", () => new AveragePooling(4, 6, 4));
        Refused.By("kernel", "odd", () => new SeparableBlur(4, 6, 0.5, 0.5));
        Refused.By("matrix", "finite", () => new DenseOperator(new[,] { { double.NaN } }));
        Refused.By("values", "gives 2", () => new Measurement(new Mask([true, true]), [1], 0.1));
        Refused.By("deviation", "negative", () => new Measurement(new Mask([true]), [1], -0.1));
        Refused.By("linearOperator", "nothing", () => new SingularValues(new DenseOperator(new double[2, 2])));
        Refused.By("rows", "nothing", () => new SeparableBlur(4, 6, 0).Decompose());
    }

    private static ILinearOperator Find(string name) => InverseCases.Operators.Single(entry => entry.Name == name).Operator;

    private static double[] Apply(ILinearOperator a, double[] x)
    {
        var y = new double[a.Outputs];
        a.Apply(x, y);
        return y;
    }
}
