using MathNet.Numerics;
using ScoreSde.Inverse;

namespace ScoreSde.Tests.Inverse;

public sealed class ResidualLawTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(16)]
    [InlineData(64)]
    [InlineData(3072)]
    public void The_bounds_hold_for_chi_squares_and_give_little_away(int outputs)
    {
        foreach (double probability in new[] { 1e-2, 1e-6 })
        {
            double most = ResidualLaw.Most(outputs, probability);
            double least = ResidualLaw.Least(outputs, probability);
            Assert.True(least < 1 && most > 1);

            // P(χ²_m ≥ u m) = Q(m/2, u m/2).
            double above = SpecialFunctions.GammaUpperRegularized(outputs / 2.0, most * most * outputs / 2);
            double below = SpecialFunctions.GammaLowerRegularized(outputs / 2.0, least * least * outputs / 2);
            Assert.InRange(above, probability / 100, probability);
            Assert.InRange(below, probability / 100, probability);
        }
    }

    [Fact]
    public void The_usual_probability_is_one_in_a_million() =>
        Assert.Equal((ResidualLaw.Most(48, 1e-6), ResidualLaw.Least(48, 1e-6)), (ResidualLaw.Most(48), ResidualLaw.Least(48)));
}
