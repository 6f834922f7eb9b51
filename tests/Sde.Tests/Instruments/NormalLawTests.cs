using MathNet.Numerics.Integration;
using ScoreSde.Verification.Generators;
using ScoreSde.Verification.Instruments;

namespace ScoreSde.Tests.Instruments;

public sealed class NormalLawTests
{
    [Fact]
    public void The_divergence_is_the_mean_log_ratio_of_the_densities()
    {
        Law.Holds(Reals.Between(-1, 1), Reals.LogBetween(0.3, 3), static (shift, ratio) =>
        {
            var one = new NormalLaw(shift, ratio);
            var two = new NormalLaw(0, 1);
            double reach = 12 * Math.Sqrt(ratio);
            double sum = 0;
            for (int i = 0; i < 200; i++)
            {
                double from = shift - reach + (2 * reach * i / 200);
                sum += GaussLegendreRule.Integrate(Term, from, from + (2 * reach / 200), 8);
            }

            Near.Absolute(sum, one.KullbackLeibler(two), 1e-12);

            double Term(double x)
            {
                double logOne = (-0.5 * (x - shift) * (x - shift) / ratio) - (0.5 * Math.Log(2 * Math.PI * ratio));
                double logTwo = (-0.5 * x * x) - (0.5 * Math.Log(2 * Math.PI));
                return Math.Exp(logOne) * (logOne - logTwo);
            }
        });
    }

    [Fact]
    public void Nearly_equal_laws_have_a_divergence_without_cancellation()
    {
        // ½ (x − ln(1 + x)) = x²/4 − x³/6 + …
        foreach (double x in new[] { 1e-9, 1e-6, 9.99e-4, 1.001e-3 })
        {
            double expected = (x * x / 4) - (x * x * x / 6) + (x * x * x * x / 8) - (x * x * x * x * x / 10);
            Near.Relative(expected, new NormalLaw(0, 1 + x).KullbackLeibler(new NormalLaw(0, 1)), 1e-9 + (3e-16 / x));
        }
    }

    [Fact]
    public void The_wasserstein_distance_adds_shift_and_spread()
    {
        Assert.Equal(5, new NormalLaw(3, 25).Wasserstein(new NormalLaw(0, 1)));
        Assert.Equal(0, new NormalLaw(3, 25).Wasserstein(new NormalLaw(3, 25)));
    }
}
