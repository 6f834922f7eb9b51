using System.Numerics;
using ScoreSde.Networks;

namespace ScoreSde.Tests.Networks;

public sealed class ResidualMlpForwardTests
{
    public static TheoryData<int, int, int, int> Shapes
    {
        get
        {
            var shapes = new TheoryData<int, int, int, int>();
            for (int dimension = 1; dimension <= 40; dimension++)
            {
                shapes.Add(dimension, 1 + (dimension * 7 % 41), dimension % 4, dimension % 3);
            }

            return shapes;
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Double_forward_is_the_plain_formula_to_twelve_digits(int dimension, int width, int depth, int classes) =>
        Compare<double>(new MlpSettings(dimension, width, depth, 2 + (2 * depth), classes), 1e-12);

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Float_forward_is_the_plain_formula_to_five_digits(int dimension, int width, int depth, int classes) =>
        Compare<float>(new MlpSettings(dimension, width, depth, 2 + (2 * depth), classes), 1e-5);

    [Theory]
    [InlineData(-20.0)]
    [InlineData(20.0)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void The_ends_of_the_noise_levels_give_finite_numbers(double lambda)
    {
        var settings = new MlpSettings(3, 20, 2, 8, 0);
        ResidualMlp<float> network = TestNetworks.Create<float>(settings);
        var output = new float[3];
        network.Forward([1e4f, -1e4f, 0], lambda, [], output, network.CreateWorkspace(1, training: false));
        Assert.All(output, value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void Rows_with_levels_of_their_own_have_the_bits_of_batches_at_one_level()
    {
        var settings = new MlpSettings(5, 33, 2, 6, 2);
        ResidualMlp<float> network = TestNetworks.Create<float>(settings);
        float[] x = TestNetworks.Batch<float>(7 * 5, 3);
        double[] lambdas = [-7, -3.5, -1, 0, 1.25, 4, 9];
        int[] labels = [0, 1, -1, 0, 1, -1, 0];
        var together = new float[x.Length];
        network.Forward(x, lambdas, labels, together, network.CreateWorkspace(7, training: true));
        MlpWorkspace<float> single = network.CreateWorkspace(1, training: false);
        var alone = new float[5];
        for (int row = 0; row < 7; row++)
        {
            network.Forward(x.AsSpan(row * 5, 5), lambdas[row], labels.AsSpan(row, 1), alone, single);
            Assert.Equal(together[(row * 5)..((row + 1) * 5)], alone);
        }
    }

    [Fact]
    public void A_workspace_that_has_seen_other_levels_gives_the_bits_of_a_new_one()
    {
        ResidualMlp<float> network = TestNetworks.Create<float>(new MlpSettings(5, 33, 2, 6, 2));
        float[] x = TestNetworks.Batch<float>(3 * 5, 3);
        MlpWorkspace<float> used = network.CreateWorkspace(4, training: false);
        foreach (double lambda in new[] { 0.5, 0.5, -2, 0.5, double.PositiveInfinity, -2 })
        {
            var output = new float[x.Length];
            var expected = new float[x.Length];
            network.Forward(x, lambda, [], output, used);
            network.Forward(x, lambda, [], expected, network.CreateWorkspace(3, training: true));
            Assert.Equal(expected, output);
            network.Forward(x, [3, 4, 5], [0, 1, -1], output, used);
        }
    }

    [Theory]
    [InlineData(2, 16)]
    [InlineData(17, 40)]
    [InlineData(64, 100)]
    public void A_row_has_the_same_bits_in_every_batch(int dimension, int width)
    {
        var settings = new MlpSettings(dimension, width, 2, 8, 0);
        ResidualMlp<float> network = TestNetworks.Create<float>(settings);
        const int Rows = 23;
        float[] x = TestNetworks.Batch<float>(Rows * dimension, 5);
        var all = new float[x.Length];
        network.Forward(x, 0.7, [], all, network.CreateWorkspace(Rows, training: true));
        MlpWorkspace<float> workspace = network.CreateWorkspace(Rows, training: false);
        for (int rows = 1; rows < Rows; rows++)
        {
            var part = new float[rows * dimension];
            int first = (Rows - rows) * dimension;
            network.Forward(x.AsSpan(first, part.Length), 0.7, [], part, workspace);
            Assert.Equal(all[first..], part);
        }
    }

    [Fact]
    public void No_labels_and_the_label_minus_one_are_the_same_and_each_class_has_its_own_row()
    {
        var settings = new MlpSettings(4, 12, 1, 4, 2);
        ResidualMlp<double> network = TestNetworks.Create<double>(settings);
        MlpWorkspace<double> workspace = network.CreateWorkspace(1, training: false);
        double[] x = TestNetworks.Batch<double>(4, 9);
        double[] Evaluate(params int[] labels)
        {
            var output = new double[4];
            network.Forward(x, 1.5, labels, output, workspace);
            return output;
        }

        Assert.Equal(Evaluate(), Evaluate(-1));
        double[][] seen = [Evaluate(-1), Evaluate(0), Evaluate(1)];
        for (int label = -1; label < 2; label++)
        {
            double[] plain = new PlainNetwork<double>(network).Evaluate(x, 1.5, label);
            Assert.All(seen[label + 1].Zip(plain), pair => Assert.Equal(pair.Second, pair.First, 1e-12));
            double nearest = seen.Where((_, other) => other != label + 1).Min(other => other.Zip(plain).Max(static pair => Math.Abs(pair.First - pair.Second)));
            Assert.True(nearest > 0.01, $"label {label}: another is {nearest} away");
        }
    }

    [Fact]
    public void New_weights_count_from_the_call_of_weights_changed()
    {
        var settings = new MlpSettings(3, 9, 1, 4, 0);
        ResidualMlp<double> network = TestNetworks.Create<double>(settings);
        MlpWorkspace<double> workspace = network.CreateWorkspace(1, training: false);
        double[] x = TestNetworks.Batch<double>(3, 2);
        var before = new double[3];
        var after = new double[3];
        network.Forward(x, 1.5, [], before, workspace);
        foreach (Parameter<double> parameter in network.Parameters)
        {
            parameter.Values[0] += 0.1;
        }

        network.WeightsChanged();
        network.Forward(x, 1.5, [], after, workspace);
        double[] plain = new PlainNetwork<double>(network).Evaluate(x, 1.5, -1);
        Assert.True(before.Zip(after).Max(static pair => Math.Abs(pair.First - pair.Second)) > 0.001);
        Assert.All(after.Zip(plain), pair => Assert.Equal(pair.Second, pair.First, 1e-12));
    }

    private static void Compare<T>(MlpSettings settings, double tolerance)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        const int Rows = 9;
        ResidualMlp<T> network = TestNetworks.Create<T>(settings, settings.Dimension);
        var plain = new PlainNetwork<T>(network);
        T[] x = TestNetworks.Batch<T>(Rows * settings.Dimension, 4);
        int[] labels = [.. Enumerable.Range(0, Rows).Select(row => (row % (settings.Classes + 1)) - 1)];
        var output = new T[x.Length];
        network.Forward(x, -1.3, labels, output, network.CreateWorkspace(Rows + 1, training: false));
        for (int row = 0; row < Rows; row++)
        {
            double[] sample = [.. x.Skip(row * settings.Dimension).Take(settings.Dimension).Select(v => double.CreateTruncating(v))];
            double[] expected = plain.Evaluate(sample, -1.3, labels[row]);
            for (int j = 0; j < expected.Length; j++)
            {
                Assert.Equal(expected[j], double.CreateTruncating(output[(row * settings.Dimension) + j]), tolerance);
            }
        }
    }
}
