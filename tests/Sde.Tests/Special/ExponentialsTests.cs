using ScoreSde.Special;
using ScoreSde.Verification.Generators;

namespace ScoreSde.Tests.Special;

public sealed class ExponentialsTests
{
    private const double FourUlp = 4 * 2.2204460492503131e-16;

    [Fact]
    public void Expm1_keeps_its_digits_from_one_power_of_ten_to_the_next()
    {
        Law.Holds(Reals.LogBetween(1e-30, 30), static x =>
        {
            Near.Relative(FixedPoint.Expm1(x), Exponentials.Expm1(x), FourUlp, $"expm1({x:R})");
            Near.Relative(FixedPoint.Expm1(-x), Exponentials.Expm1(-x), FourUlp, $"expm1({-x:R})");
        }, cases: 1000);
    }

    [Fact]
    public void Log1p_keeps_its_digits_from_one_power_of_ten_to_the_next()
    {
        Law.Holds(Reals.LogBetween(1e-30, 30), static x =>
            Near.Relative(FixedPoint.Log1p(x), Exponentials.Log1p(x), FourUlp, $"log1p({x:R})"), cases: 500);
        Law.Holds(Reals.LogBetween(1e-30, 0.99), static x =>
            Near.Relative(FixedPoint.Log1p(-x), Exponentials.Log1p(-x), FourUlp, $"log1p({-x:R})"), cases: 500);
    }

    [Fact]
    public void Log_of_one_plus_exp_is_the_inverse_of_log_of_expm1()
    {
        Law.Holds(Reals.LogBetween(1e-12, 600), static y =>
        {
            double x = y < 1 ? Math.Log(Exponentials.Expm1(y)) : y + Exponentials.Log1p(-Math.Exp(-y));
            // x carries an error of half an ulp of its own size, which grows by dy/dx = 1 − e^(−y).
            double own = 2.3e-16 * Math.Abs(x) * -Exponentials.Expm1(-y);
            Near.Absolute(y, Exponentials.LogOnePlusExp(x), (8 * 2.3e-16 * y) + own, $"y = {y:R}");
        }, cases: 500);
    }

    [Theory]
    [InlineData(1e-5)]
    [InlineData(-1e-5)]
    [InlineData(1)]
    [InlineData(-1)]
    public void Expm1_is_continuous_where_its_formula_changes(double x)
    {
        Near.Relative(FixedPoint.Expm1(x), Exponentials.Expm1(x), FourUlp);
        Near.Relative(FixedPoint.Expm1(Math.BitIncrement(x)), Exponentials.Expm1(Math.BitIncrement(x)), FourUlp);
        Near.Relative(FixedPoint.Expm1(Math.BitDecrement(x)), Exponentials.Expm1(Math.BitDecrement(x)), FourUlp);
    }

    [Fact]
    public void Limits_are_exact()
    {
        Assert.Equal(0, Exponentials.Expm1(0));
        Assert.Equal(-1, Exponentials.Expm1(double.NegativeInfinity));
        Assert.Equal(double.PositiveInfinity, Exponentials.Expm1(double.PositiveInfinity));
        Assert.Equal(0, Exponentials.Log1p(0));
        Assert.Equal(double.NegativeInfinity, Exponentials.Log1p(-1));
        Assert.Equal(double.PositiveInfinity, Exponentials.Log1p(double.PositiveInfinity));
        Assert.Equal(800, Exponentials.LogOnePlusExp(800));
        Assert.Equal(Math.Exp(-700), Exponentials.LogOnePlusExp(-700));
        Assert.True(double.IsNaN(Exponentials.Expm1(double.NaN)) && double.IsNaN(Exponentials.Log1p(double.NaN)));
    }
}
