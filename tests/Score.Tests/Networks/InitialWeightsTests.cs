using ScoreSde.Networks;
using ScoreSde.Noise;

namespace ScoreSde.Tests.Networks;

/// <summary>The law of the weights before training.</summary>
public sealed class InitialWeightsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(16)]
    public void Every_matrix_is_normal_with_the_deviation_that_its_share_of_the_variance_asks_for(int depth)
    {
        const int Dimension = 48, Width = 96, Features = 64;
        var network = new ResidualMlp<double>(new MlpSettings(Dimension, Width, depth, Features, 40), 3);
        foreach (Parameter<double> parameter in network.Parameters)
        {
            double deviation = parameter.Name switch
            {
                "input.weight" => 1 / Math.Sqrt(Dimension),
                "time.weight" => Math.Sqrt(0.5 / Features),
                "class.weight" => 0.5,
                _ when parameter.Name.EndsWith("time.weight", StringComparison.Ordinal) => Math.Sqrt(0.5 / Features / depth),
                _ when parameter.Name.StartsWith("blocks", StringComparison.Ordinal) && parameter.Shape.Length > 1 => Gain() / Math.Sqrt(Width * depth),
                _ => 0,
            };
            double[] values = parameter.Values;
            if (parameter.Name == "class.weight")
            {
                Assert.All(values[^Width..], value => Assert.Equal(0, value));
                values = values[..^Width];
            }

            Normal(values, deviation);
        }
    }

    /// <summary>
    /// The mean square of the last hidden state: about 1 of x and ¼ of the noise level before the layers, and after them what hardly depends
    /// on their number n, since each adds 1/n of the same. Layers scaled by 1/n would add nothing in the end, layers without a scale would let it
    /// grow with the depth. A width of 64 leaves a sixth to chance.
    /// </summary>
    [Fact]
    public void The_residual_layers_together_add_the_same_variance_at_any_depth()
    {
        double one = MeanSquare(1);
        Assert.InRange(MeanSquare(0), 0.9, 1.6);
        Assert.InRange(one, 2.5, 3.8);
        Assert.InRange(MeanSquare(8) / one, 0.8, 1.5);
        Assert.InRange(MeanSquare(64) / one, 0.8, 1.5);
    }

    private static double MeanSquare(int depth)
    {
        const int Width = 64, Rows = 40;
        var settings = new MlpSettings(Width, Width, depth, 16, 0);
        var network = new ResidualMlp<double>(settings, 3);
        MlpWorkspace<double> workspace = network.CreateWorkspace(Rows, training: true);
        double[] x = [.. TestNetworks.Batch<double>(Rows * Width, 8).Select(value => value * Math.Sqrt(3))];
        network.Forward(x, 0.4, [], new double[x.Length], workspace);
        return Enumerable.Range(0, Rows).Average(row => Enumerable.Range(0, Width).Average(unit => Square(workspace, depth, row, unit)));
    }

    private static unsafe double Square(MlpWorkspace<double> workspace, int layer, int row, int unit)
    {
        var view = workspace.Panelled(workspace.Hidden[layer]);
        double value = *(view.Column(unit) + (row * view.Row));
        return value * value;
    }

    /// <summary>Number j of row i of parameter p is named by the seed, p, i and j, so that the weights of a seed are the same for ever.</summary>
    [Fact]
    public void A_weight_is_the_named_normal_number_times_its_deviation()
    {
        var network = new ResidualMlp<double>(new MlpSettings(4, 6, 1, 8, 0), 21);
        for (int p = 0; p < network.Parameters.Count; p++)
        {
            Parameter<double> parameter = network.Parameters[p];
            double deviation = parameter.Name switch
            {
                "input.weight" => 0.5,
                "time.weight" or "blocks.0.time.weight" => 0.25,
                "blocks.0.weight" => Gain() / Math.Sqrt(6),
                _ => 0,
            };
            var normals = new double[parameter.Values.Length];
            Normals.Write(normals, parameter.Shape[^1], 0, 1, new NoiseKey(21, (uint)p, NoisePurpose.Weights), add: false);
            Assert.All(normals.Zip(parameter.Values), pair => Assert.Equal(deviation * pair.First, pair.Second, 1e-4 * Math.Abs(pair.First)));
        }
    }

    // 1/√E[SiLU(z)²] for z ~ N(0, 1), by the trapezoid rule, which is exact to rounding for such a function.
    private static double Gain()
    {
        const double Step = 0.01;
        double sum = 0;
        for (double z = -12; z <= 12; z += Step)
        {
            double silu = z / (1 + Math.Exp(-z));
            sum += Step * silu * silu * Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);
        }

        return 1 / Math.Sqrt(sum);
    }

    // Mean, variance and fourth moment; at 4.42 standard errors α = 1e-5, of normal numbers √(1/n), √(2/n) and √(96/n).
    private static void Normal(double[] values, double deviation)
    {
        if (deviation == 0)
        {
            Assert.All(values, value => Assert.Equal(0, value));
            return;
        }

        double error = 4.42 / Math.Sqrt(values.Length);
        Assert.InRange(values.Average() / deviation, -error, error);
        Assert.InRange(values.Average(value => Math.Pow(value / deviation, 2)), 1 - (error * Math.Sqrt(2)), 1 + (error * Math.Sqrt(2)));
        Assert.InRange(values.Average(value => Math.Pow(value / deviation, 4)), 3 - (error * Math.Sqrt(96)), 3 + (error * Math.Sqrt(96)));
        Assert.Equal(values.Length, values.Distinct().Count());
    }
}
