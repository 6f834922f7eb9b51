using ScoreSde.Verification.Instruments;

namespace ScoreSde.Tests.Instruments;

/// <summary>The instruments are instruments: they read known quantities right and refuse what they cannot read.</summary>
public sealed class OrderFitTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(0.5)]
    public void A_power_law_with_a_higher_term_is_read_to_three_digits(double order)
    {
        OrderFit fit = OrderFit.Measure(n => Math.Pow(n, -order) * (1 + (3.0 / n)));
        Assert.Equal(order, fit.Order, 0.005);
        Assert.True(fit.Uncertainty < 0.02);
        Assert.Equal(1, fit.Constant(order), 0.05);
    }

    /// <summary>a n^(−p) + b n^(−p−1) without its second term is a n^(−p), whatever b; no error is asked for twice.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_next_term_is_taken_away_whole(double order)
    {
        var asked = new List<int>();
        Func<int, double> rest = OrderFit.WithoutNextTerm(
            n =>
            {
                asked.Add(n);
                return (3 * Math.Pow(n, -order)) - (50 * Math.Pow(n, -order - 1));
            },
            order);
        foreach (int n in new[] { 4, 8, 16 })
        {
            Assert.Equal(3, rest(n) * Math.Pow(n, order), 1e-12);
        }

        Assert.Equal([4, 8, 16, 32], asked.Order());
    }

    [Fact]
    public void A_sign_of_the_error_does_not_matter() => Assert.Equal(1, OrderFit.Measure(static n => -2.0 / n).Order, 6);

    [Fact]
    public void Errors_that_stop_falling_or_reach_the_floor_are_no_order()
    {
        Assert.Throws<NotAsymptoticException>(static () => OrderFit.Measure(static _ => 1e-13));
        Assert.Throws<NotAsymptoticException>(static () => OrderFit.Measure(static _ => 0));
        Assert.Throws<NotAsymptoticException>(static () => OrderFit.Measure(static _ => double.NaN));
        NotAsymptoticException noise = Assert.Throws<NotAsymptoticException>(
            static () => OrderFit.Measure(static n => (1 + (0.5 * Math.Sin(n))) / n));
        Assert.Equal(9, noise.Trace.Count);
    }

    [Fact]
    public void A_slow_crossover_is_not_taken_for_an_order()
    {
        // First order with a tiny constant under a large second-order term: slopes move from 2 to 1 and only then settle.
        OrderFit fit = OrderFit.Measure(static n => (0.02 / n) + (1.0 / n / n), coarsest: 4);
        Assert.Equal(1, fit.Order, 0.05);
    }
}
