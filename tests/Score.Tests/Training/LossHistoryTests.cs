using ScoreSde.Training;

namespace ScoreSde.Tests.Training;

public sealed class LossHistoryTests
{
    // The decay d_k = min(0.99, (1 + k)/(10 + k)) reaches 0.99 in step 890.
    [Fact]
    public void The_smoothed_loss_weighs_step_j_by_1_less_its_decay_times_the_decays_after_it()
    {
        const int Steps = 1000;
        double[] decays = [0, .. Enumerable.Range(1, Steps - 1).Select(k => Math.Min(0.99, (1.0 + k) / (10.0 + k)))];
        double[] weights = [.. Enumerable.Range(0, Steps).Select(j => (1 - decays[j]) * decays.Skip(j + 1).Aggregate(1.0, (product, decay) => product * decay))];
        Assert.Equal(1, weights.Sum(), 1e-12);
        foreach (int j in new[] { 0, 1, 2, 100, 889, 890, 950, 999 })
        {
            var losses = new LossHistory(Steps);
            Assert.True(double.IsNaN(losses.Smoothed));
            for (int k = 0; k < Steps; k++)
            {
                losses.Add(k == j ? 1 : 0, k);
            }

            Assert.Equal(1, losses.Smoothed / weights[j], 1e-9);
        }
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(99, 1, 99)]
    [InlineData(100, 1, 100)]
    [InlineData(101, 2, 50)]
    [InlineData(250, 3, 83)]
    [InlineData(1000, 10, 100)]
    public void Means_are_those_of_equal_blocks_of_which_there_are_at_most_a_hundred(int steps, int length, int blocks)
    {
        var losses = new LossHistory(steps);
        for (int k = 0; k < steps; k++)
        {
            losses.Add(k * k, k);
        }

        Assert.Equal(length, losses.BlockSteps);
        Assert.Equal(
            Enumerable.Range(0, blocks).Select(block => Enumerable.Range(block * length, length).Average(k => (double)k * k)), losses.Means);
        Assert.Equal(steps - (blocks * length), losses.OpenSteps);
        Assert.Throws<ArgumentOutOfRangeException>(() => new LossHistory(0));
    }
}
