using ScoreSde.Networks;

namespace ScoreSde.Tests.Networks;

public sealed class ResidualMlpTests
{
    private static readonly MlpSettings Settings = new(Dimension: 6, Width: 40, Depth: 3, TimeFeatures: 8, Classes: 2);

    [Fact]
    public void Parameters_have_the_documented_names_and_shapes()
    {
        var network = new ResidualMlp<float>(Settings, 1);
        string[] expected =
        [
            "input.weight [40, 6]", "input.bias [40]", "time.weight [40, 8]", "class.weight [3, 40]",
            "blocks.0.weight [40, 40]", "blocks.0.bias [40]", "blocks.0.time.weight [40, 8]",
            "blocks.1.weight [40, 40]", "blocks.1.bias [40]", "blocks.1.time.weight [40, 8]",
            "blocks.2.weight [40, 40]", "blocks.2.bias [40]", "blocks.2.time.weight [40, 8]",
            "output.weight [6, 40]", "output.bias [6]", "skip.weight [6, 8]",
        ];
        Assert.Equal(expected, network.Parameters.Select(p => $"{p.Name} [{string.Join(", ", p.Shape)}]"));
        Assert.Equal(network.Parameters.Sum(p => p.Values.LongLength), ResidualMlp<float>.ParameterCount(Settings));
        Assert.DoesNotContain(new ResidualMlp<float>(new MlpSettings(2, 4, 1, 2, 0), 1).Parameters, p => p.Name == "class.weight");
    }

    [Fact]
    public void The_first_prediction_is_zero()
    {
        var network = new ResidualMlp<float>(Settings, 1);
        float[] output = [1, 1, 1, 1, 1, 1];
        network.Forward([1, 2, 3, 4, 5, 6], 0.3, [1], output, network.CreateWorkspace(1, training: false));
        Assert.All(output, value => Assert.Equal(0f, value));
    }

    [Fact]
    public void Float_and_double_networks_of_one_seed_hold_the_same_numbers()
    {
        var single = new ResidualMlp<float>(Settings, 5);
        var full = new ResidualMlp<double>(Settings, 5);
        var other = new ResidualMlp<double>(Settings, 6);
        for (int p = 0; p < full.Parameters.Count; p++)
        {
            Assert.Equal(Array.ConvertAll(full.Parameters[p].Values, v => (float)v), single.Parameters[p].Values);
        }

        Assert.NotEqual(other.Parameters[0].Values, full.Parameters[0].Values);
    }

    [Fact]
    public void Initial_hidden_states_have_a_variance_between_one_and_four()
    {
        // With output = identity and no skip the prediction is SiLU of the last hidden state, whose mean square is 0.36 for
        // N(0, 1) and 1.9 for N(0, 4); 3200 units give it to a few per cent.
        var settings = new MlpSettings(64, 64, 6, 16, 0);
        var network = new ResidualMlp<double>(settings, 3);
        double[] identity = network.Parameters.Single(p => p.Name == "output.weight").Values;
        for (int i = 0; i < 64; i++)
        {
            identity[(i * 64) + i] = 1;
        }

        network.WeightsChanged();
        var random = new Random(8);
        double[] x = [.. Enumerable.Range(0, 50 * 64).Select(_ => Math.Sqrt(12) * (random.NextDouble() - 0.5))];
        var output = new double[x.Length];
        network.Forward(x, 0.0, [], output, network.CreateWorkspace(50, training: false));
        Assert.InRange(output.Average(v => v * v), 0.36, 2.1);
    }

    [Fact]
    public void Converting_to_double_and_back_keeps_every_weight()
    {
        ResidualMlp<float> network = TestNetworks.Create<float>(Settings);
        ResidualMlp<float> back = network.ConvertTo<double>().ConvertTo<float>();
        Assert.Equal(network.Parameters.Select(p => p.Values), back.Parameters.Select(p => p.Values));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_pass_allocates_nothing(bool training)
    {
        ResidualMlp<float> network = TestNetworks.Create<float>(Settings);
        MlpWorkspace<float> workspace = network.CreateWorkspace(7, training);
        float[] x = TestNetworks.Batch<float>(7 * 6, 1);
        var output = new float[x.Length];
        double[] lambdas = [1, 2, 3, 4, 5, 6, 7];
        int[] labels = [0, 1, 0, 1, 0, 1, -1];
        float[][] gradients = [.. network.Parameters.Select(p => new float[p.Values.Length])];
        double lambda = 0;
        Assert.Equal(0, Allocations.Of(() =>
        {
            lambda += 0.5;
            network.Forward(x, lambda, labels, output, workspace);
            network.Forward(x, lambdas, labels, output, workspace);
            if (training)
            {
                network.Backward(x, workspace, gradients, output);
                network.WeightsChanged();
            }
        }));
    }
}
