using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;

namespace ScoreSde.Tests.Scores;

/// <summary>Draws are made in blocks of rows, and nobody can tell.</summary>
public sealed class MixtureDrawTests
{
    [Fact]
    public void A_draw_in_shards_is_the_draw_in_one_piece_across_the_blocks_of_rows()
    {
        GaussianMixture ring = GaussianMixture.Ring();
        NoiseLevel level = new VariancePreserving(new LinearSchedule()).At(0.3);
        var whole = new double[2 * 600];
        ring.Sample<double>(whole, level, seed: 5, firstSample: 7);
        Assert.Equal(whole.Length, whole.Distinct().Count());
        foreach ((int first, int rows) in new[] { (0, 256), (256, 1), (255, 2), (300, 257), (599, 1) })
        {
            var part = new double[2 * rows];
            ring.Sample<double>(part, level, seed: 5, firstSample: 7 + first);
            Assert.Equal(whole[(2 * first)..(2 * (first + rows))], part);
        }
    }

    [Fact]
    public void Points_are_drawn_with_the_frequencies_of_their_weights()
    {
        // Three points without noise: counts are binomial; 4.5 standard deviations are exceeded with α = 3 · 7e-6 / 2.
        double[] weights = [1, 2, 5];
        var points = new GaussianMixture([.. Enumerable.Range(0, 3).Select(static k => Gaussian.PointMass([(double)k]))], weights);
        NoiseLevel data = new VariancePreserving(new LinearSchedule()).At(0);
        const int Count = 20_000;
        var x = new float[Count];
        points.Sample<float>(x, data, seed: 8);
        for (int k = 0; k < 3; k++)
        {
            double p = weights[k] / 8;
            Assert.Equal(p, points.Weights[k], 15);
            Assert.InRange(x.Count(value => value == k), (Count * p) - (4.5 * Math.Sqrt(Count * p * (1 - p))), (Count * p) + (4.5 * Math.Sqrt(Count * p * (1 - p))));
        }

        Assert.All(x, static value => Assert.True(value is 0 or 1 or 2));
    }
}
