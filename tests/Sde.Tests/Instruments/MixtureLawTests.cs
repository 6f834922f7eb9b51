using MathNet.Numerics.Integration;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Verification.Generators;
using ScoreSde.Verification.Instruments;

namespace ScoreSde.Tests.Instruments;

public sealed class MixtureLawTests
{
    private static readonly MixtureLaw Mixture = new((0.3, -1, 0.04), (0.7, 0.8, 0.16));

    [Fact]
    public void The_distribution_function_is_the_integral_of_the_density()
    {
        foreach (double x in new[] { -1.5, -0.7, 0.1, 1.9 })
        {
            double sum = 0;
            for (int i = 0; i < 300; i++)
            {
                sum += GaussLegendreRule.Integrate(Mixture.Density, -4 + ((x + 4) * i / 300), -4 + ((x + 4) * (i + 1) / 300), 8);
            }

            Near.Relative(sum, Mixture.Below(x), 1e-12);
            Near.Absolute(1, Mixture.Below(x) + Mixture.Above(x), 1e-15);
        }
    }

    [Fact]
    public void A_quantile_has_its_probability_also_far_out_and_between_distant_parts()
    {
        var apart = new MixtureLaw((0.5, -30, 0.01), (0.5, 30, 0.01));
        Law.Holds(Reals.LogBetween(1e-12, 0.5), p =>
        {
            foreach (MixtureLaw law in new[] { Mixture, apart })
            {
                Near.Relative(p, law.Below(law.Quantile(p)), 1e-11);
                Near.Relative(p, law.Above(law.Quantile(1 - p)), 1e-11 + (2.3e-16 / p));
            }
        });
        Assert.Equal(0.5, apart.Below(apart.Quantile(0.5)), 15);
        Assert.Throws<ArgumentOutOfRangeException>(static () => Mixture.Quantile(0));
        Assert.Throws<ArgumentOutOfRangeException>(static () => Mixture.Quantile(double.NaN));
    }

    [Fact]
    public void The_transport_of_a_gaussian_is_affine()
    {
        var process = new VariancePreserving(new LinearSchedule());
        var law = new MixtureLaw((1, 0.5, 0.09));
        var gaussian = new NormalLaw(0.5, 0.09);
        Law.Holds(Reals.Between(0.05, 1), Reals.Between(0.05, 1), Reals.Between(-3, 3), (s, t, x) =>
        {
            NormalLaw from = gaussian.At(process.At(s));
            NormalLaw to = gaussian.At(process.At(t));
            double expected = to.Mean + (Math.Sqrt(to.Variance / from.Variance) * (x - from.Mean));
            Near.Absolute(expected, law.At(process.At(t)).Transport(law.At(process.At(s)), x), 1e-11);
        });
    }

    [Fact]
    public void Its_score_is_the_slope_of_its_log_density()
    {
        const double H = 1e-4;
        foreach (double x in new[] { -2, -1.1, -0.3, 0.4, 1.7 })
        {
            double slope = (Math.Log(Mixture.Density(x + H)) - Math.Log(Mixture.Density(x - H))) / (2 * H);
            Near.Absolute(slope, Mixture.Score(x), 1e-5);
        }
    }
}
