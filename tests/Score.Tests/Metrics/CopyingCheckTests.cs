using ScoreSde.Data;
using ScoreSde.Metrics;
using ScoreSde.Noise;

namespace ScoreSde.Tests.Metrics;

public sealed class CopyingCheckTests
{
    private static readonly CopyingCheck Check = new();
    private static readonly DataSplit Split = Digits.Split();

    [Fact]
    public void Training_rows_shown_as_samples_are_caught()
    {
        CopyingReport report = Check.Evaluate(Samples.Of(Split.Training), Samples.Of(Split.HeldOut), Samples.Of(Split.Training));
        Assert.Equal((0, 1, 0), (report.SampleMedian, report.CopiedShare, report.LowRatio));
        Assert.True(report.SuggestsCopying);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(3)]
    public void One_copied_row_in_a_few_is_caught(int period)
    {
        // Fresh rows of the same writers, with every few replaced by a training row with half a grey level of noise.
        Samples training = Samples.Of(Split.Training).Slice(0, 700);
        Samples fresh = Samples.Of(Split.Training).Slice(700, 700);
        Samples noise = Points.Normal(700, 64, 1);
        float[] rows = fresh.Values.ToArray();
        for (int i = 0; i < fresh.Count; i += period)
        {
            for (int j = 0; j < 64; j++)
            {
                rows[(i * 64) + j] = training[i][j] + (0.5f * noise[i][j]);
            }
        }

        Assert.True(Check.Evaluate(training, Samples.Of(Split.HeldOut), new Samples(rows, 64)).SuggestsCopying);
        Assert.False(Check.Evaluate(training, Samples.Of(Split.HeldOut), fresh).SuggestsCopying);
    }

    [Fact]
    public void Fresh_draws_of_the_law_are_as_far_away_as_held_out_ones()
    {
        CopyingReport report = Check.Evaluate(Points.Normal(1000, 8, 1), Points.Normal(1000, 8, 2), Points.Normal(1000, 8, 3));
        Assert.False(report.SuggestsCopying);

        // The median of 1000 distances has a relative error of about 1.25 · 0.3/√1000 = 1.2 %; 4.5 errors of the ratio of two are 8 %.
        Assert.InRange(report.MedianRatio, 0.92, 1.08);
    }

    [Fact]
    public void Distances_are_those_of_the_nearest_row()
    {
        Samples training = Points.Of(1, 0, 10, 20);
        CopyingReport report = Check.Evaluate(training, Points.Of(1, 1, 12, 17), Points.Of(1, 5, 10, 27));
        Assert.Equal(2, report.HeldOutMedian);
        Assert.Equal(5, report.SampleMedian);
        Assert.Equal(1.02, report.HeldOutLow, 1e-12);
        Assert.Equal(1 / 3.0, report.CopiedShare, 1e-12);
    }

    [Theory]
    [InlineData(2, 3, 100)]
    [InlineData(101, 60, 1000)]
    [InlineData(130, 250, 120)]
    public void Quantiles_shares_and_errors_are_those_of_all_distances_sorted(int held, int made, int cap)
    {
        Samples training = Points.Normal(40, 2, 1);
        Samples heldOut = Points.Normal(held, 2, 2);
        Samples samples = Points.Normal(made, 2, 3);
        CopyingReport report = (Check with { Cap = cap, Seed = 4 }).Evaluate(training, heldOut, samples);
        double[] real = Nearest(heldOut, 1);
        double[] found = Nearest(samples, 2);
        Assert.Equal((found.Length, real.Length), (report.Samples, report.HeldOut));
        Assert.Equal(Quantile(found, 0.5), report.SampleMedian, 1e-6);
        Assert.Equal(Quantile(real, 0.5), report.HeldOutMedian, 1e-6);
        Assert.Equal(Quantile(found, 0.01), report.SampleLow, 1e-6);
        Assert.Equal(Quantile(real, 0.01), report.HeldOutLow, 1e-6);
        Assert.Equal(found.Average(distance => distance < report.HeldOutLow ? 1.0 : 0), report.CopiedShare, 1e-12);
        Assert.Equal(Math.Sqrt((0.0099 / found.Length) + (0.0099 / real.Length)), report.CopiedShareError, 1e-12);
        Assert.Equal(report.SampleMedian / report.HeldOutMedian, report.MedianRatio, 1e-12);
        Assert.Equal(report.SampleLow / report.HeldOutLow, report.LowRatio, 1e-12);

        double[] Nearest(Samples queries, uint interval)
        {
            Samples some = queries.Count <= cap
                ? queries
                : queries.Select(RandomOrder.Of(queries.Count, new NoiseKey(4, interval, NoisePurpose.Metric)).AsSpan(0, cap));
            double[,] distances = PlainMetrics.Distances(some, training);
            return [.. Enumerable.Range(0, some.Count).Select(i => Enumerable.Range(0, 40).Min(j => distances[i, j])).Order()];
        }
    }

    [Fact]
    public void Copying_is_suggested_from_four_errors_above_one_in_a_hundred()
    {
        var report = new CopyingReport(1, 1, 1, 1, 0.01 + (4 * 0.02), 0.02, 10, 10);
        Assert.False((report with { CopiedShare = 0.0899 }).SuggestsCopying);
        Assert.True((report with { CopiedShare = 0.0901 }).SuggestsCopying);
    }

    [Fact]
    public void Two_rows_of_each_kind_of_one_dimension_are_needed()
    {
        Samples two = Points.Normal(2, 2, 1);
        Samples one = Points.Normal(1, 2, 1);
        Samples other = Points.Normal(2, 3, 1);
        Assert.Equal(2, Check.Evaluate(two, two, two).Samples);
        foreach ((Samples training, Samples held, Samples made) in new[] { (one, two, two), (two, one, two), (two, two, one), (two, other, two), (two, two, other) })
        {
            Assert.Throws<ArgumentException>(() => Check.Evaluate(training, held, made));
        }
    }

    // Between order statistics: the smallest is the quantile 0, the largest 1.
    private static double Quantile(double[] sorted, double share)
    {
        double place = share * (sorted.Length - 1);
        double above = place - Math.Floor(place);
        return ((1 - above) * sorted[(int)Math.Floor(place)]) + (above * sorted[(int)Math.Ceiling(place)]);
    }
}
