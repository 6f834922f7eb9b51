using ScoreSde.Torch.Networks;

namespace ScoreSde.Tests.Networks;

/// <summary>Convolutions whole and in parts of 64 channels.</summary>
public sealed class ConvolutionsTests
{
    [TorchTheory]
    [InlineData(1, 1, 150)]
    [InlineData(2, 1, 130)]
    [InlineData(1, 0, 70)]
    [InlineData(2, 1, 5)]
    public void In_parts_or_whole_they_are_those_written_by_hand(int stride, int padding, int channels)
    {
        torch.manual_seed(2);
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor x = torch.randn(2, channels, 6, 4, torch.float64);
        Tensor weight = torch.randn(3, channels, 3, 3, torch.float64);
        Tensor bias = torch.randn(3, torch.float64);
        double[] expected = ByHand(bias);
        foreach (bool inParts in new[] { true, false })
        {
            Tensor made = Convolutions.Of(x, weight, bias, stride, padding, inParts);
            Assert.Equal([2, 3, Length(6), Length(4)], made.shape);
            Assert.InRange(OnTensors.Difference<double>(OnTensors.Values<double>(made), expected), 0, 1e-12);
            Assert.InRange(OnTensors.Difference<double>(OnTensors.Values<double>(Convolutions.Of(x, weight, null, stride, padding, inParts)), ByHand(null)), 0, 1e-12);
        }

        long Length(int pixels) => ((pixels + (2 * padding) - 3) / stride) + 1;

        double[] ByHand(Tensor? biases)
        {
            double[] numbers = OnTensors.Values<double>(x);
            double[] weights = OnTensors.Values<double>(weight);
            double[] shifts = biases is null ? new double[3] : OnTensors.Values<double>(biases);
            var sums = new List<double>();
            for (int picture = 0; picture < 2; picture++)
            {
                for (int to = 0; to < 3; to++)
                {
                    for (int row = -padding; row + 3 <= 6 + padding; row += stride)
                    {
                        for (int column = -padding; column + 3 <= 4 + padding; column += stride)
                        {
                            double sum = shifts[to];
                            for (int from = 0; from < channels; from++)
                            {
                                for (int i = 0; i < 9; i++)
                                {
                                    (int at, int beside) = (row + (i / 3), column + (i % 3));
                                    if (at is >= 0 and < 6 && beside is >= 0 and < 4)
                                    {
                                        sum += numbers[(((picture * channels) + from) * 24) + (at * 4) + beside] * weights[(((to * channels) + from) * 9) + i];
                                    }
                                }
                            }

                            sums.Add(sum);
                        }
                    }
                }
            }

            return [.. sums];
        }
    }

    /// <summary>The parts are of 64 channels, the last of what is left, and the bias goes with the first: bit by bit the sum of these.</summary>
    [TorchFact]
    public void Parts_are_of_64_channels()
    {
        torch.manual_seed(2);
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor x = torch.randn(2, 150, 6, 4);
        Tensor weight = torch.randn(3, 150, 3, 3);
        Tensor bias = torch.randn(3);
        Tensor sum = Part(0, 64, bias);
        sum.add_(Part(64, 64, null)).add_(Part(128, 22, null));
        Assert.Equal(OnTensors.Values<float>(sum), OnTensors.Values<float>(Convolutions.Of(x, weight, bias, 1, 1, true)));

        // Those of 1 × 1 are summed at once.
        Tensor small = torch.randn(3, 150, 1, 1);
        Assert.Equal(
            OnTensors.Values<float>(torch.nn.functional.conv2d(x, small, bias)), OnTensors.Values<float>(Convolutions.Of(x, small, bias, 1, 0, true)));

        Tensor Part(int from, int count, Tensor? shift) =>
            torch.nn.functional.conv2d(x.narrow(1, from, count), weight.narrow(1, from, count), shift, [1, 1], [1, 1]);
    }

    [TorchFact]
    public void Parts_are_for_float32_without_gradients()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor single = torch.zeros(1);
        Tensor wide = torch.zeros(1, torch.float64);
        Assert.False(Convolutions.AreExact(single));
        using IDisposable noGradients = torch.no_grad();
        Assert.True(Convolutions.AreExact(single));
        Assert.False(Convolutions.AreExact(wide));
    }
}
