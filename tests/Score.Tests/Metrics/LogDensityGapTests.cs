using ScoreSde.Metrics;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;

namespace ScoreSde.Tests.Metrics;

public sealed class LogDensityGapTests
{
    private const int Count = 20_000;

    // Two-sided normal quantile of α = 1e-5.
    private const double Quantile = 4.417;

    [Theory]
    [InlineData(1.0)]
    [InlineData(1.1)]
    [InlineData(0.9)]
    public void A_variance_that_is_off_by_a_share_q_gives_q_d_over_2(double ratio)
    {
        NoiseLevel data = new VariancePreserving(new LinearSchedule()).At(0);
        GaussianMixture law = GaussianMixture.Of(Gaussian.Isotropic([1, -2, 0.5], 0.09));
        GaussianMixture other = GaussianMixture.Of(Gaussian.Isotropic([1, -2, 0.5], 0.09 * ratio));

        MetricValue gap = new LogDensityGap(law, data).Evaluate(Draw(law, data, 1), Draw(other, data, 2));

        Assert.InRange(gap.Value - ((ratio - 1) * 3 / 2), -Quantile * gap.StandardError, Quantile * gap.StandardError);
        Assert.InRange(gap.StandardError, 0.5 * Math.Sqrt(3.0 / Count), 2 * Math.Sqrt(3.0 / Count));
    }

    // 8 MB of numbers in a row: no stack holds them.
    [Fact]
    public void Rows_of_a_million_numbers_are_measured()
    {
        NoiseLevel data = new VariancePreserving(new LinearSchedule()).At(0);
        GaussianMixture law = GaussianMixture.Of(Gaussian.Isotropic(new double[1_000_000], 1));
        float[] zeros = new float[2_000_000];
        float[] ones = [.. Enumerable.Repeat(1f, 2_000_000)];
        MetricValue gap = new LogDensityGap(law, data).Evaluate(new Samples(zeros, 1_000_000), new Samples(ones, 1_000_000));
        Assert.Equal(500_000, gap.Value, 1e-3);
    }

    private static Samples Draw(GaussianMixture law, NoiseLevel level, ulong seed)
    {
        var values = new float[Count * law.Dimension];
        law.Sample<float>(values, level, seed);
        return new Samples(values, law.Dimension);
    }
}
