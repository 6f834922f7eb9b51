using ScoreSde.Training;

namespace ScoreSde.Tests.Training;

public sealed class MovingAverageTests
{
    [Fact]
    public void The_average_of_a_ramp_is_the_closed_form()
    {
        // a ← a + (1 − d)(n − a) from a = 0: a_n = n − (1 − dⁿ) d/(1 − d).
        float[] average = [0f];
        for (int n = 1; n <= 50; n++)
        {
            MovingAverage.Update(average, [n], 0.9);
        }

        Assert.Equal(50 - ((1 - Math.Pow(0.9, 50)) * 9), average[0], 1e-4);
    }

    [Fact]
    public void The_decay_warms_up_from_a_tenth_to_its_final_value()
    {
        Assert.Equal(0.1, MovingAverage.DecayAt(0.999, 0));
        Assert.Equal(0.5, MovingAverage.DecayAt(0.999, 8));
        Assert.Equal(0.999, MovingAverage.DecayAt(0.999, 8990), 1e-12);
        Assert.Equal(0.999, MovingAverage.DecayAt(0.999, 1_000_000));
    }

    [Fact]
    public void Sums_of_squares_are_exact_for_small_whole_numbers_of_every_count()
    {
        for (int length = 0; length < 70; length++)
        {
            float[] values = [.. Enumerable.Range(1, length).Select(i => (float)i)];
            Assert.Equal(length * (length + 1) * ((2 * length) + 1) / 6, SumOfSquares.Of(values));
        }
    }
}
