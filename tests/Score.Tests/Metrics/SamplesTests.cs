using ScoreSde.Metrics;
using ScoreSde.Sampling;

namespace ScoreSde.Tests.Metrics;

public sealed class SamplesTests
{
    [Fact]
    public void Rows_are_cut_and_chosen_by_number()
    {
        Samples samples = Points.Of(2, 1, 2, 3, 4, 5, 6);
        Assert.Equal(3, samples.Count);
        Assert.Equal([3, 4], samples[1].ToArray());
        Assert.Equal([3, 4, 5, 6], samples.Slice(1, 2).Values.ToArray());
        Assert.Equal([5, 6, 1, 2], samples.Select([2, 0]).Values.ToArray());
    }

    [Fact]
    public void What_a_sampler_made_is_taken_as_floats()
    {
        Assert.Equal([1.5f, 1 / 3f], Samples.Of(new SampleSet<double>([1.5, 1 / 3.0], 1, 2, 7)).Values.ToArray());
        float[] values = [1, 2];
        Assert.True(Samples.Of(new SampleSet<float>(values, 2, 1, 7)).Values.Equals(values));
    }

    [Fact]
    public void Values_that_are_not_rows_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Points.Of(2, 1, 2, 3));
        Assert.Throws<ArgumentException>(() => Points.Of(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Points.Of(0, 1));
    }
}
