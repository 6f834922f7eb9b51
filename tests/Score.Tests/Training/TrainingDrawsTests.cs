using ScoreSde.Training;

namespace ScoreSde.Tests.Training;

public sealed class TrainingDrawsTests
{
    [Fact]
    public void Every_stratum_of_time_holds_one_row_and_the_ends_are_not_passed()
    {
        var settings = new TrainingSettings { Batch = 37, MinimumTime = 0.01 };
        foreach (double offset in new[] { 0, 0.3, 1 - (1.0 / 4294967296) })
        {
            double[] times = [.. Enumerable.Range(0, 37).Select(row => new TimeLaw(settings, Runs.Process).At(TimeStrata.At(settings, row, offset)).Level.Time)];
            Assert.Equal(Enumerable.Range(0, 37), times.Select(t => (int)Math.Floor((t - 0.01) / 0.99 * 37 * (1 + 1e-12))));
            Assert.InRange(times.Min(), 0.01, 0.01 + (0.99 / 37));
            Assert.InRange(times.Max(), 1 - (0.99 / 37) - 1e-12, 1);
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(3)]
    public void Uniform_numbers_of_rows_and_of_steps_have_the_moments_of_uniform_numbers(int stream)
    {
        var noise = new TrainingNoise(8);
        const int n = 20_000;
        double[] rows = [.. Enumerable.Range(0, n).Select(row => noise.Uniform((TrainingStream)stream, 0, row))];
        double[] steps = [.. Enumerable.Range(0, n).Select(step => noise.Uniform((TrainingStream)stream, step, 0))];
        foreach (double[] draws in new[] { rows, steps })
        {
            // Standard deviations √(1/12n) and √(1/180n) of the first two moments about ½; 4.42 of them have α = 1e-5.
            Assert.InRange(draws.Average(), 0.5 - (4.42 * Math.Sqrt(1.0 / (12 * n))), 0.5 + (4.42 * Math.Sqrt(1.0 / (12 * n))));
            double variance = draws.Average(u => (u - 0.5) * (u - 0.5));
            Assert.InRange(variance, (1.0 / 12) - (4.42 * Math.Sqrt(1.0 / (180 * n))), (1.0 / 12) + (4.42 * Math.Sqrt(1.0 / (180 * n))));
        }
    }

    [Fact]
    public void Streams_steps_and_rows_do_not_share_numbers()
    {
        var noise = new TrainingNoise(8);
        var seen = new HashSet<double>();
        foreach (TrainingStream stream in Enum.GetValues<TrainingStream>())
        {
            for (int step = 0; step < 10; step++)
            {
                for (int row = 0; row < 10; row++)
                {
                    // 600 draws of 32 bits collide by chance with probability 4e-5; the seed is fixed.
                    Assert.True(seen.Add(noise.Uniform(stream, step, row)), $"{stream} {step} {row}");
                }
            }
        }
    }
}
