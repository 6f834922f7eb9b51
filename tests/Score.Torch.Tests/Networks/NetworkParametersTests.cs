using ScoreSde.Data;
using ScoreSde.Networks;
using ScoreSde.Noise;
using ScoreSde.Torch.Networks;

namespace ScoreSde.Tests.Networks;

/// <summary>Weights in one flat tensor and what a U-Net's are before training.</summary>
public sealed class NetworkParametersTests
{
    private static readonly (string Name, int[] Shape)[] Entries = [("a", [2, 3]), ("b", [4]), ("c", [1, 2, 2, 1])];

    [TorchFact]
    public void Parameters_are_views_of_one_tensor_in_their_order()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var weights = new NetworkParameters(Entries, torch.float64, torch.CPU);
        Assert.Equal([6, 4, 4], weights.Lengths);
        Assert.Equal(["a", "b", "c"], weights.Entries.Select(static entry => entry.Name));
        Assert.Equal(new double[14], OnTensors.Values<double>(weights.Flat));
        weights.Write([[0f, 1, 2, 3, 4, 5], [6f, 7, 8, 9], [10f, 11, 12, 13]]);
        Assert.Equal(Enumerable.Range(0, 14).Select(static i => (double)i), OnTensors.Values<double>(weights.Flat));
        Assert.Equal([2, 3], weights["a"].shape);
        Assert.Equal([4], weights["b"].shape);
        Assert.Equal([1, 2, 2, 1], weights["c"].shape);
        Assert.Equal([6.0, 7, 8, 9], OnTensors.Values<double>(weights["b"]));
        Assert.Equal([10.0, 11, 12, 13], OnTensors.Values<double>(weights.Views[2]));
        Assert.Equal(5, weights["a"][1, 2].item<double>());
        weights.Flat[7] = torch.tensor(0.5, torch.float64);
        Assert.Equal([6, 0.5, 8, 9], OnTensors.Values<double>(weights["b"]));
        weights.Write([[1 / 3.0, 1, 2, 3, 4, 5], [6, 7, 8, 9], [10, 11, 12, 13.5]]);
        Assert.Equal((1 / 3.0, 13.5), (weights["a"][0, 0].item<double>(), weights["c"][0, 1, 1, 0].item<double>()));
        float[][] read = weights.Read(weights.Flat);
        Assert.Equal([1 / 3f, 1, 2, 3, 4, 5], read[0]);
        Assert.Equal([6, 7, 8, 9], read[1]);
        Assert.Equal([10, 11, 12, 13.5f], read[2]);
    }

    [TorchFact]
    public void Gradients_are_asked_for_and_left_off_and_nothing_is_left_behind()
    {
        long before = LiveTensors.Count();
        using (var weights = new NetworkParameters(Entries, torch.float32, torch.CPU))
        {
            Assert.Equal(before + 4, Tensor.TotalCount);
            weights.Write([[0f, 1, 2, 3, 4, 5], [6f, 7, 8, 9], [10f, 11, 12, 13]]);
            weights.Write([[0.0, 1, 2, 3, 4, 5], [6, 7, 8, 9], [10, 11, 12, 13]]);
            _ = weights.Read(weights.Flat);
            weights.RequireGradients(true);
            Assert.All(weights.Views, static view => Assert.True(view.requires_grad && view.is_leaf));
            weights.RequireGradients(false);
            Assert.All(weights.Views, static view => Assert.False(view.requires_grad));
            Assert.False(weights.Flat.requires_grad);
            Assert.Equal(before + 4, Tensor.TotalCount);
        }

        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public void More_numbers_than_can_be_counted_are_refused() => Assert.Throws<OverflowException>(
        static () => new NetworkParameters([("a", [int.MaxValue, int.MaxValue, 3])], torch.float32, torch.CPU).Dispose());

    /// <summary>Of two classes, whose table has a third row for no label; deviations are the roots of 1 over what is summed.</summary>
    [Fact]
    public void The_weights_before_training_are_normals_of_their_own_deviations_ones_and_zeros()
    {
        var layout = new UNetLayout(new UNetSettings(new ImageShape(4, 2, 3), 4, [1, 2], 1, [1], 2, 6, 2) { LearnsVariance = true });
        float[][] weights = [.. UNetWeights.Create(layout, 17)];
        Assert.Equal(layout.Entries.Count, weights.Length);
        Dictionary<string, float[]> named = layout.Entries.Select((entry, i) => (entry.Name, weights[i])).ToDictionary(static pair => pair.Name, static pair => pair.Item2);

        Normal("time.0.weight", 16 * 6, 6, 1 / Math.Sqrt(6));
        Normal("time.2.weight", 16 * 16, 16, 0.25);
        Normal("input.weight", 4 * 3 * 9, 27, 1 / Math.Sqrt(27));
        Normal("down.0.blocks.0.conv1.weight", 4 * 4 * 9, 36, 1.0 / 6);
        Normal("down.0.sample.weight", 4 * 4 * 9, 36, 1.0 / 6);
        Normal("down.1.blocks.0.skip.weight", 8 * 4, 4, 0.5);
        Normal("down.1.blocks.0.time.weight", 8 * 16, 16, 0.25);
        Normal("middle.1.qkv.weight", 24 * 8, 8, 1 / Math.Sqrt(8));

        // Of the class table the row of no label is 0.
        Assert.Equal(new float[16], named["class.weight"][32..]);
        Normal("class.weight", 32, 16, 0.5);

        foreach ((string name, float[] values) in named)
        {
            bool isLast = name.EndsWith("conv2.weight", StringComparison.Ordinal) || name.EndsWith("output.weight", StringComparison.Ordinal) || name == "variance.weight";
            bool isGain = name.Contains("norm", StringComparison.Ordinal) && name.EndsWith(".weight", StringComparison.Ordinal);
            if (isLast || isGain || name.EndsWith(".bias", StringComparison.Ordinal))
            {
                Assert.All(values, value => Assert.Equal(isGain ? 1 : 0, value));
            }
            else if (name != "class.weight")
            {
                Assert.DoesNotContain(0f, values);
            }
        }

        void Normal(string name, int count, int summed, double deviation)
        {
            int index = layout.Entries.ToList().FindIndex(entry => entry.Name == name);
            var expected = new float[count];
            Normals.Fill(expected.AsSpan(), summed, 0, new NoiseKey(17, (uint)index, NoisePurpose.Weights), deviation);
            Assert.Equal(expected, named[name][..count]);
            Assert.Equal(name == "class.weight" ? 48 : count, named[name].Length);
        }
    }
}
