using ScoreSde.Data;
using ScoreSde.Networks;
using ScoreSde.Noise;
using ScoreSde.Scores;
using ScoreSde.Tests.Networks;
using ScoreSde.Training;

namespace ScoreSde.Tests.Training;

public sealed class DenoisingErrorTests
{
    private const int Count = 300;

    // 300 rows are more than a batch of 256; two classes; a shift and a scale.
    private static readonly DataSet Data = new(
        "points", TestNetworks.Batch<float>(2 * Count, 4), 2, new DataScaling(-0.3, 0.7), [.. Enumerable.Range(0, Count).Select(i => i % 2)], 2);

    [Theory]
    [InlineData(Parametrisation.Noise, 1)]
    [InlineData(Parametrisation.Score, 2)]
    [InlineData(Parametrisation.Data, 2)]
    [InlineData(Parametrisation.Velocity, 3)]
    public void It_is_the_plain_mean_over_rows_and_draws_at_each_time(Parametrisation parametrisation, int draws)
    {
        const ulong Seed = 9;
        double[] times = [0.2, 0.7];
        ResidualMlp<float> network = TestNetworks.Create<float>(new MlpSettings(2, 4, 1, 4, 2));
        var plain = new PlainNetwork<float>(network);
        double[] found = DenoisingError.Measure(network, parametrisation, Runs.Process, Data, times, draws, Seed);
        for (int i = 0; i < times.Length; i++)
        {
            (double alpha, double sigma) = PlainTraining.Level(times[i]);
            double sum = 0;
            for (int draw = 0; draw < draws; draw++)
            {
                for (int row = 0; row < Count; row++)
                {
                    float[] epsilon = new float[2], x = new float[2];
                    Normals.Write(epsilon, 2, (5L << 48) + row, 1, new NoiseKey(Seed, (uint)draw, NoisePurpose.Training), add: false);
                    Data.Scaling.ToNetwork(Data[row], x);
                    double[] noisy = [.. x.Zip(epsilon, (value, noise) => (alpha * value) + (sigma * noise))];
                    var place = new PlainTraining.Row(noisy, [epsilon[0], epsilon[1]], times[i], Data.Labels[row]);
                    sum += PlainTraining.SquaredError(parametrisation, plain, place);
                }
            }

            Assert.Equal(1, found[i] / (sum / (draws * Count * 2)), 1e-5);
        }
    }

    [Fact]
    public void At_least_one_draw_is_needed() => Assert.Throws<ArgumentOutOfRangeException>(() => DenoisingError.Measure(
        TestNetworks.Create<float>(new MlpSettings(2, 4, 1, 4, 2)), Parametrisation.Noise, Runs.Process, Data, [0.5], draws: 0, seed: 1));
}
