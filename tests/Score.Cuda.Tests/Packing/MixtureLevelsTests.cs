using ScoreSde.Cuda.Packing;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;

namespace ScoreSde.Tests.Packing;

/// <summary>ε of a mixture computed by hand from its table is the mixture's.</summary>
public sealed class MixtureLevelsTests
{
    [Fact]
    public void The_table_gives_the_score()
    {
        var mixture = new GaussianMixture(
            [
                Gaussian.WithCovariance([1, -1], new double[,] { { 1, 0.4 }, { 0.4, 0.3 } }), Gaussian.Isotropic([-2, 0.5], 0.2), Gaussian.PointMass([0, 1]),
            ],
            [1, 2, 3]);
        NoiseLevel[] levels = [new VariancePreserving(new LinearSchedule(0.1, 20)).At(0.7), new VariancePreserving(new LinearSchedule(0.1, 20)).At(0.05)];
        double[] table = MixtureLevels.Of<double>(mixture, levels);
        Assert.Equal(2 * (1 + (3 * 7)), table.Length);
        double[] x = [0.4, -0.7];
        for (int i = 0; i < levels.Length; i++)
        {
            var score = new double[2];
            mixture.Score(x, levels[i], score);
            double[] epsilon = ByHand(table.AsSpan(22 * i, 22), x);
            Assert.Equal(-levels[i].Deviation * score[0], epsilon[0], 1e-12);
            Assert.Equal(-levels[i].Deviation * score[1], epsilon[1], 1e-12);
        }
    }

    [Fact]
    public void A_point_at_the_clean_end_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() =>
        MixtureLevels.Of<double>(GaussianMixture.Of(Gaussian.PointMass([0])), [new VariancePreserving(new LinearSchedule(0.1, 20)).At(0)]));

    [Fact]
    public void Pure_noise_is_refused_in_a_sentence() => Assert.Contains(
        "says nothing of the data at α = 0",
        Assert.Throws<NotSupportedException>(() => MixtureLevels.Of<double>(GaussianMixture.Ring(), [new RectifiedFlow().At(1)])).Message,
        StringComparison.Ordinal);

    private static double[] ByHand(ReadOnlySpan<double> level, double[] x)
    {
        double all = 0;
        double[] sum = [0, 0];
        for (int k = 0; k < 3; k++)
        {
            ReadOnlySpan<double> c = level.Slice(1 + (7 * k), 7);
            (double a, double b) = (x[0] - c[1], x[1] - c[2]);
            double[] along = [(c[3] * a) + (c[4] * b), (c[5] * a) + (c[6] * b)];
            double share = Math.Exp(c[0] - (0.5 * ((along[0] * a) + (along[1] * b))));
            all += share;
            sum[0] += share * along[0];
            sum[1] += share * along[1];
        }

        return [level[0] * sum[0] / all, level[0] * sum[1] / all];
    }
}
