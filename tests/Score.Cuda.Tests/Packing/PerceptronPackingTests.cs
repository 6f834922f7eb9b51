using ScoreSde.Cuda.Packing;
using ScoreSde.Networks;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Tests.Networks;

namespace ScoreSde.Tests.Packing;

/// <summary>A network computed by hand from what was packed for the kernel is the network.</summary>
public sealed class PerceptronPackingTests
{
    private static readonly VariancePreserving Process = new(new LinearSchedule(0.1, 20));

    [Theory]
    [InlineData(3, 10, 2, 4, 8, Parametrisation.Noise)]
    [InlineData(3, 10, 2, 4, 64, Parametrisation.Velocity)]
    [InlineData(1, 8, 0, 0, 8, Parametrisation.Data)]
    [InlineData(5, 70, 3, 0, 64, Parametrisation.Score)]
    public void Packed_numbers_give_the_noise_of_the_network(int dimension, int width, int depth, int classes, int unit, Parametrisation prediction)
    {
        var settings = new MlpSettings(dimension, width, depth, 6, classes);
        ResidualMlp<double> network = TestNetworks.Create<double>(settings);
        var packing = new PerceptronPacking(settings, [.. network.Parameters.Select(parameter => parameter.Values)], unit);
        NoiseLevel[] levels = [Process.At(0.9), Process.At(0.3)];
        double[] weights = packing.Weights<double>();
        double[] table = PerceptronLevels.Of<double>(packing, prediction, levels);
        double[] x = TestNetworks.Batch<double>(dimension, 3);
        Assert.Equal((width + unit - 1) / unit * unit, packing.Width);
        Assert.Equal(levels.Length * PerceptronLevels.Stride(packing), table.Length);
        for (int level = 0; level < levels.Length; level++)
        {
            int label = classes > 0 ? level : -1;
            var output = new double[dimension];
            network.Forward(x, levels[level].Lambda, classes > 0 ? [label] : [], output, network.CreateWorkspace(1, training: false));
            Conversion conversion = Conversion.ToNoise(prediction, levels[level]);
            double[] actual = ByHand(packing, weights, table.AsSpan(level * PerceptronLevels.Stride(packing)), x, label);
            for (int i = 0; i < dimension; i++)
            {
                Assert.Equal((conversion.OnState * x[i]) + (conversion.OnOther * output[i]), actual[i], 1e-12);
            }
        }
    }

    [Fact]
    public void A_level_of_which_the_prediction_says_nothing_is_refused()
    {
        var settings = new MlpSettings(2, 8, 1, 4, 0);
        ResidualMlp<double> network = TestNetworks.Create<double>(settings);
        var packing = new PerceptronPacking(settings, [.. network.Parameters.Select(parameter => parameter.Values)], 8);
        Assert.Throws<ArgumentOutOfRangeException>(() => PerceptronLevels.Of<float>(packing, Parametrisation.Data, [Process.At(0)]));
    }

    // The kernel's own reading of both arrays, one row.
    private static double[] ByHand(PerceptronPacking packing, double[] weights, ReadOnlySpan<double> level, double[] x, int label)
    {
        (int d, int w, int depth) = (packing.Settings.Dimension, packing.Width, packing.Settings.Depth);
        int blocks = d * w;
        int output = blocks + (depth * w * w);
        int bias = output + (w * d);
        int classes = bias + d;
        var h = new double[w];
        for (int j = 0; j < w; j++)
        {
            h[j] = level[2 + d + j] + (packing.Settings.Classes > 0 ? weights[classes + ((label < 0 ? packing.Settings.Classes : label) * w) + j] : 0);
            for (int i = 0; i < d; i++)
            {
                h[j] += weights[(i * w) + j] * x[i];
            }
        }

        for (int layer = 0; layer < depth; layer++)
        {
            double[] active = [.. h.Select(Silu)];
            for (int j = 0; j < w; j++)
            {
                h[j] += level[2 + d + ((layer + 1) * w) + j];
                for (int k = 0; k < w; k++)
                {
                    h[j] += weights[blocks + (((layer * w) + k) * w) + j] * active[k];
                }
            }
        }

        var y = new double[d];
        for (int i = 0; i < d; i++)
        {
            y[i] = weights[bias + i] + (level[2 + i] * x[i]);
            for (int k = 0; k < w; k++)
            {
                y[i] += weights[output + (k * d) + i] * Silu(h[k]);
            }

            y[i] = (level[0] * x[i]) + (level[1] * y[i]);
        }

        return y;
    }

    private static double Silu(double z) => z / (1 + Math.Exp(-z));
}
