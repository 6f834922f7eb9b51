using ScoreSde.Sampling;

namespace ScoreSde.Tests.Sampling;

public sealed class SampleSetTests
{
    [Theory]
    [InlineData(2, 2, "2 samples of 2 numbers (Single), 9 evaluations each: [0.5, -1.25], …")]
    [InlineData(1, 4, "1 samples of 4 numbers (Single), 9 evaluations each: [0.5, -1.25, 3, 0]")]
    [InlineData(1, 5, "1 samples of 5 numbers (Single), 9 evaluations each: [0.5, -1.25, 3, 0, …]")]
    [InlineData(0, 2, "0 samples of 2 numbers (Single)")]
    public void It_says_what_it_is(int count, int dimension, string text)
    {
        var values = new float[count * dimension];
        new[] { 0.5f, -1.25f, 3f }.AsSpan(0, Math.Min(3, values.Length)).CopyTo(values);
        Assert.Equal(text, $"{new SampleSet<float>(values, count, dimension, 9)}");
    }
}
