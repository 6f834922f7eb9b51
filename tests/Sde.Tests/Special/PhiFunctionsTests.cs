using ScoreSde.Special;
using ScoreSde.Verification.Generators;

namespace ScoreSde.Tests.Special;

public sealed class PhiFunctionsTests
{
    [Theory]
    [InlineData(1, 1e-15)]
    [InlineData(2, 4e-15)]
    [InlineData(3, 4e-15)]
    [InlineData(4, 1e-14)]
    public void Phi_keeps_its_digits_from_one_power_of_ten_to_the_next(int k, double tolerance)
    {
        Law.Holds(Reals.LogBetween(1e-12, 30), x =>
        {
            Near.Relative(FixedPoint.Phi(k, x), Phi(k, x), tolerance, $"φ{k}({x:R})");
            Near.Relative(FixedPoint.Phi(k, -x), Phi(k, -x), tolerance, $"φ{k}({-x:R})");
        }, cases: 400);
    }

    [Theory]
    [InlineData(1.5)]
    [InlineData(-1.5)]
    public void Phi_keeps_its_digits_where_its_formula_changes(double x)
    {
        for (int k = 2; k <= 4; k++)
        {
            foreach (double y in new[] { Math.BitDecrement(x), x, Math.BitIncrement(x) })
            {
                Near.Relative(FixedPoint.Phi(k, y), Phi(k, y), 1e-14, $"φ{k}({y:R})");
            }
        }
    }

    [Fact]
    public void Phi_at_zero_is_one_over_k_factorial()
    {
        Assert.Equal(1, PhiFunctions.Phi1(0));
        Assert.Equal(1.0 / 2, PhiFunctions.Phi2(0));
        Assert.Equal(1.0 / 6, PhiFunctions.Phi3(0));
        Assert.Equal(1.0 / 24, PhiFunctions.Phi4(0));
    }

    private static double Phi(int k, double x) => k switch
    {
        1 => PhiFunctions.Phi1(x),
        2 => PhiFunctions.Phi2(x),
        3 => PhiFunctions.Phi3(x),
        _ => PhiFunctions.Phi4(x),
    };
}
