using ScoreSde.Data;
using ScoreSde.Metrics;

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
}
