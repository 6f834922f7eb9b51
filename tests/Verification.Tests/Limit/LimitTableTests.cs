using ScoreSde.Verification.Limit;

namespace ScoreSde.Tests.Limit;

/// <summary>The chain reaches the SDE at the rate −1.</summary>
[Trait("Category", "Once")]
public sealed class LimitTableTests
{
    private static readonly LimitTable Table = LimitTable.Compute();

    [Fact]
    public void Every_error_falls_as_one_over_n()
    {
        (double signal, double divergence, double variance) = Table.Rates;
        Assert.Equal(-1, signal, 0.01);
        Assert.Equal(-1, divergence, 0.01);
        Assert.Equal(-1, variance, 0.01);
    }

    [Fact]
    public void The_last_row_has_the_constants_of_theory()
    {
        LimitRow last = Table.Rows[^1];
        Assert.Equal(100_000, last.Steps);
        Assert.Equal(67.0017, last.Steps * last.LogSignal, 0.01);
        Assert.Equal(3.74096, last.Steps * last.Divergence, 2e-4);
    }

    [Fact]
    public void A_chain_whose_steps_lose_more_than_everything_has_no_signal_and_the_others_fall()
    {
        Assert.True(double.IsNaN(Table.Rows[0].LogSignal));
        Assert.True(Table.Rows[0].Divergence > Table.Rows[1].Divergence);
    }

    [Fact]
    public void What_true_kernels_lack_to_be_Gaussian_nears_its_constant()
    {
        double[] shapes = [.. Table.Rows.Where(static row => row.Steps <= 1000).Select(static row => row.Shape)];
        Assert.Equal(5, shapes.Length);
        Assert.All(shapes, static shape => Assert.True(double.IsFinite(shape)));
        Assert.All(Table.Rows.Where(static row => row.Steps > 1000), static row => Assert.True(double.IsNaN(row.Shape)));

        // What is left falls like 1/N: of 300 and 1000 steps to a limit within 1/200.
        Assert.Equal(Table.ShapeLimit, shapes[^1] + ((shapes[^1] - shapes[^2]) * 300 / 700), 0.005 * Table.ShapeLimit);
    }
}
