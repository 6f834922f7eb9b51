using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.ReadBack;

/// <summary>What <c>variances</c> prints for Gaussian data, by hand.</summary>
[Trait("Category", "Once")]
public sealed class VariancesFiguresTests
{
    // The eigenvalues of [[2, 1.2], [1.2, 1]].
    private static readonly double[] Eigenvalues = [1.5 + Math.Sqrt(0.25 + 1.44), 1.5 - Math.Sqrt(0.25 + 1.44)];

    /// <summary>A mixture's moments are its own, not those of a component: figures by quadrature in another program.</summary>
    [Fact]
    public void A_mixture_has_its_own_moments()
    {
        PrintedTable table = PrintedTable.In(ProgramRun.Done("variances", "--model", "mixture8", "--grid", "trailing", "--steps", "5,10").Out);
        Assert.Equal(["0.663", "0.289"], [table[0, "β"], table[1, "β"]]);
        Assert.Equal(["2.84", "1.38"], [table[0, "β̃"], table[1, "β̃"]]);
        Assert.Equal(["0", "0"], [table[0, "optimal"], table[1, "optimal"]]);
    }

    /// <summary>Of a network all figures are measured on rows that it never saw, and say so; the residual variance is next to the best, β̃ is not.</summary>
    [Fact]
    public void Of_a_network_the_variances_are_judged_on_held_out_rows()
    {
        string text = ProgramRun.Done("variances", "--model", "digits", "--steps", "5").Out;
        PrintedTable table = PrintedTable.In(text);
        string[] columns = ["β", "β̃", "analytic", "residual"];
        Assert.All(columns, column => Assert.Contains(" ± ", table[0, column], StringComparison.Ordinal));
        double[] values = [.. columns.Select(column => double.Parse(table[0, column].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture))];
        Assert.True(values[3] < values[2] && values[2] < values[1] && values[1] < values[0], text);
        string flat = string.Join(' ', text.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("on 359 held-out rows of digits, than with the best isotropic variance", flat, StringComparison.Ordinal);
        Assert.Contains("Both measured on 1438 training rows.", flat, StringComparison.Ordinal);
    }

    /// <summary>Of a network of a law, rows under another seed are those that it was not measured on.</summary>
    [Fact]
    public void Of_a_law_without_an_exact_moment_other_rows_judge()
    {
        string text = ProgramRun.Done("variances", "--model", "powerlaw64", "--steps", "4").Out;
        string flat = string.Join(' ', text.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("on 2048 other rows of powerlaw64", flat, StringComparison.Ordinal);
        Assert.Contains("Both measured on 2048 drawn rows.", flat, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("linear:0.1,20")]
    [InlineData("cosine")]
    public void Each_column_is_the_divergence_of_its_variance(string schedule)
    {
        int[] counts = [2, 4, 20, 100];
        PrintedTable table = PrintedTable.In(ProgramRun.Done("variances", "--model", "gaussian", "--schedule", schedule, "--grid", "trailing", "--steps", string.Join(',', counts)).Out);
        Assert.Equal(counts.Length, table.Rows.Count);
        for (int row = 0; row < counts.Length; row++)
        {
            int n = counts[row];
            double[] sums = new double[3];
            for (int i = n; i > 1; i--)
            {
                double from = Signal((double)i / n);
                double to = Signal((i - 1.0) / n);
                (double forward, double ratio) = (1 - (from / to), from / to);

                // The true step has the variance of x_s given x_t in every direction; the means of the three are its own.
                double[] truth = [.. Eigenvalues.Select(v => forward * ((to * v) + 1 - to) / ((from * v) + 1 - from))];
                double[] taken = [forward, forward * (1 - to) / (1 - from), truth.Average()];
                Assert.True(ratio < 1);
                for (int k = 0; k < 3; k++)
                {
                    sums[k] += truth.Sum(v => 0.5 * ((v / taken[k]) - 1 - Math.Log(v / taken[k])));
                }
            }

            Assert.Equal($"{n}", table[row, "steps"]);
            PrintedTable.Shows(sums[0], table[row, "β"]);
            PrintedTable.Shows(sums[1], table[row, "β̃"]);
            PrintedTable.Shows(sums[2], table[row, "optimal"]);
        }

        double Signal(double t) => schedule == "cosine"
            ? Math.Pow(Math.Cos((t + 0.008) / 1.008 * Math.PI / 2) / Math.Cos(0.008 / 1.008 * Math.PI / 2), 2)
            : Math.Exp(-(0.1 * t) - (9.95 * t * t));
    }
}
