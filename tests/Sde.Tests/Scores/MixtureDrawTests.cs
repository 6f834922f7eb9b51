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

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(8)]
    public void Each_mode_of_a_ring_is_the_one_before_it_turned_by_an_equal_share_of_a_turn(int modes)
    {
        GaussianMixture ring = GaussianMixture.Ring(modes, 3, 0.1);
        (double sine, double cosine) = Math.SinCos(2 * Math.PI / modes);
        (double x, double y) = (3, 0);
        Assert.Equal(modes, ring.Components.Count);
        foreach (Gaussian mode in ring.Components)
        {
            Near.Absolute(x, mode.Mean[0], 1e-14);
            Near.Absolute(y, mode.Mean[1], 1e-14);
            (x, y) = ((cosine * x) - (sine * y), (sine * x) + (cosine * y));
        }
    }

    [Fact]
    public void What_the_score_s_buffer_held_before_does_not_matter()
    {
        NoiseLevel level = new VariancePreserving(new LinearSchedule()).At(0.3);
        double[] clean = new double[2];
        double[] stained = [double.NaN, double.PositiveInfinity];
        GaussianMixture.Ring().Score([0.5, -0.2], level, clean);
        GaussianMixture.Ring().Score([0.5, -0.2], level, stained);
        Assert.Equal(clean, stained);
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
