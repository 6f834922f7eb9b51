using System.Numerics;
using ScoreSde.Data;
using ScoreSde.Networks;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Tests.Kernels;
using ScoreSde.Torch.Kernels;
using ScoreSde.Torch.Networks;

namespace ScoreSde.Tests.Networks;

/// <summary>
/// What samplers ask of a U-Net, one level at a time, with and without kernels of our own, beside the pass for rows of their own levels, which PyTorch's numbers hold. The kernels are plain C# here,
/// so that pictures of many shapes cost nothing.
/// </summary>
public sealed class FusedUNetTests
{
    private static readonly VariancePreserving Process = new(new LinearSchedule(0.1, 20));
    private static readonly NoiseLevel Level = Process.At(0.3);

    // Three levels of different attention; more channels than a kernel of few takes; a single level; one channel and one group; one channel throughout; a level of a single pixel.
    private static readonly UNetSettings[] Shapes =
    [
        new(new ImageShape(4, 8, 3), 6, [1, 3, 2], 1, [0, 2], 3, 8, 4) { LearnsVariance = true },
        new(new ImageShape(4, 6, 5), 4, [1, 2], 1, [], 2, 6, 3) { LearnsVariance = true },
        new(new ImageShape(3, 5, 2), 6, [2], 2, [0], 6, 4, 0),
        new(new ImageShape(2, 6, 1), 3, [1, 1], 1, [1], 1, 4, 5) { LearnsVariance = true },
        new(new ImageShape(3, 4, 1), 1, [1], 1, [0], 1, 4, 3),
        new(new ImageShape(2, 2, 5), 2, [1, 2], 1, [1], 2, 4, 3),
    ];

    [TorchTheory]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    [InlineData(4, true)]
    [InlineData(5, true)]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, false)]
    public void Samplers_see_the_outputs_of_the_pass_for_rows_of_their_own_levels(int shape, bool ownKernels)
    {
        UNetSettings settings = Shapes[shape];
        using DisposeScope scope = torch.NewDisposeScope();
        using TorchUNet network = Shaken(settings, torch.float64);
        var launcher = new PlainLauncher();
        network.Kernels = ownKernels ? new TensorKernels(launcher, torch.float64) : null;
        Tensor features = network.Features(Level.Lambda);
        int classes = settings.Classes;
        long[][] batches = classes == 0 ? [[]] : [[], [classes, 0, classes - 1], [1, classes, 0, 1, classes - 1, 2, 1]];
        foreach (long[] labels in batches)
        {
            int rows = labels.Length == 0 ? 2 : labels.Length;
            Tensor? of = labels.Length == 0 ? null : torch.tensor(labels);
            Tensor x = torch.randn(rows, settings.Image.Dimension, torch.float64);
            Tensor expected = network.Forward(x, features, of);
            AssertSame(network.Predict(x, Level, of), expected, 1e-11);
            if (settings.LearnsVariance)
            {
                (Tensor output, Tensor variance) = network.ForwardWithVariance(x, features, of);
                (Tensor ownOutput, Tensor ownVariance) = network.PredictWithVariance(x, Level, of);
                AssertSame(output, expected, 1e-12);
                AssertSame(ownOutput, expected, 1e-11);
                AssertSame(ownVariance, variance, 1e-11);
                Assert.False(ownVariance.requires_grad);
                Assert.True(Difference(variance, output) > 0.1);
            }
        }

        Assert.Equal(ownKernels, launcher.Launched.Contains("norm_groups"));
        Assert.Equal(ownKernels && settings.Image.Channels <= 4, launcher.Launched.Contains("spread_pictures"));
        Assert.Equal(ownKernels && settings.Image.Channels <= 4, launcher.Launched.Contains("gather_pictures"));
    }

    /// <summary>Of a batch each row is what it is alone, with features of a level for all rows or of one for each.</summary>
    [TorchTheory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_row_of_a_batch_is_what_it_is_alone(int shape)
    {
        UNetSettings settings = Shapes[shape];
        using DisposeScope scope = torch.NewDisposeScope();
        using TorchUNet network = Shaken(settings, torch.float64);
        double[] lambdas = [-2, 0.5, 1.5, 3];
        Tensor x = torch.randn(lambdas.Length, settings.Image.Dimension, torch.float64);
        long[] labels = [0, settings.Classes, 2, settings.Classes - 1];
        Tensor? of = settings.Classes == 0 ? null : torch.tensor(labels);
        Tensor all = network.Forward(x, network.Features(lambdas), of);
        Tensor shared = network.Forward(x, network.Features(0.5), of);
        for (int row = 0; row < lambdas.Length; row++)
        {
            Tensor? label = of?.narrow(0, row, 1);
            Tensor alone = network.Forward(x.narrow(0, row, 1), network.Features(lambdas[row]), label);
            AssertSame(all.narrow(0, row, 1), alone, 1e-12);
            AssertSame(shared.narrow(0, row, 1), network.Forward(x.narrow(0, row, 1), network.Features(0.5), label), 1e-12);
            if (of is not null && row == 1)
            {
                AssertSame(alone, network.Forward(x.narrow(0, row, 1), network.Features(lambdas[row]), null), 1e-12);
            }
        }

        network.ChannelsLast = false;
        AssertSame(network.Forward(x, network.Features(lambdas), of), all, 1e-12);
    }

    /// <summary>In float32 sums over more than 64 channels are made in parts; the outputs are those of float64.</summary>
    [TorchTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void Long_sums_in_parts_are_those_of_double(bool ownKernels)
    {
        var settings = new UNetSettings(new ImageShape(2, 4, 2), 72, [1], 1, [], 8, 4, 3);
        using DisposeScope scope = torch.NewDisposeScope();
        using TorchUNet wide = Shaken(settings, torch.float64, 0.04);
        using TorchUNet network = new(settings, 1, torch.float32, torch.CPU);
        using IDisposable noGradients = torch.no_grad();
        network.Weights.Flat.copy_(wide.Weights.Flat);
        network.Kernels = ownKernels ? new TensorKernels(new PlainLauncher(), torch.float32) : null;
        Tensor x = torch.randn(3, settings.Image.Dimension, torch.float64);
        Tensor labels = torch.tensor([2L, 3, 0]);
        Tensor expected = wide.Forward(x, wide.Features(Level.Lambda), labels);
        AssertSame(network.Predict(x.to(torch.float32), Level, labels).to(torch.float64), expected, 2e-5);
        Assert.True(expected.abs().mean().item<double>() > 0.1);
    }

    [TorchTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void New_weights_are_seen_once_it_is_told_of_them_and_nothing_is_left_behind(bool ownKernels)
    {
        UNetSettings settings = Shapes[1];
        Passed();
        long before = LiveTensors.Count();
        Passed();
        Assert.Equal(before, Tensor.TotalCount);

        void Passed()
        {
            using TorchUNet network = Shaken(settings, torch.float64);
            network.Kernels = ownKernels ? new TensorKernels(new PlainLauncher(), torch.float64) : null;
            network.Prepare([Level, Process.At(0.7), Level], default);
            using Tensor x = torch.randn(2, settings.Image.Dimension, torch.float64);
            using Tensor first = network.Predict(x, Level, null);
            long kept = LiveTensors.Count();
            using (network.Predict(x, Process.At(0.7), null))
            {
                // What was prepared is not made again, and of a pass the output alone is left.
                Assert.Equal(kept + 1, Tensor.TotalCount);
            }

            network.MixedPrecision = true;
            network.Prepare([Level, Process.At(0.7)], default);
            kept = LiveTensors.Count();
            using (network.Predict(x, Level, null))
            {
                Assert.Equal(kept + 1, Tensor.TotalCount);
            }

            network.MixedPrecision = false;
            using (torch.no_grad())
            {
                network.Weights.Flat.mul_(0.7);
            }

            using Tensor old = network.Predict(x, Level, null);
            network.WeightsChanged();
            using Tensor features = network.Features(Level.Lambda);
            using Tensor expected = network.Forward(x, features, null);
            using Tensor output = network.Predict(x, Level, null);
            AssertSame(output, expected, 1e-11);
            Assert.True(Difference(old, output) > 1e-3);
        }
    }

    /// <summary>Whatever the memory of pictures was, kernels read channels, then columns, then rows; what is so already is handed on, anything else is given back. libtorch on the CPU makes none such.</summary>
    [TorchFact]
    public void Pictures_whose_channels_are_not_innermost_are_put_right()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor inner = torch.randn(2, 4, 5, 3, torch.float64).permute(0, 3, 1, 2);
        Assert.Same(inner, FusedUNet.Plain(inner));

        // Channels outermost; rows beside each other; cut out of wider pictures; rows and columns both strange.
        foreach (Func<Tensor> make in new Func<Tensor>[]
        {
            () => torch.randn(2, 3, 4, 5, torch.float64), () => torch.randn(2, 5, 4, 3, torch.float64).permute(0, 3, 2, 1),
            () => torch.randn(2, 4, 7, 3, torch.float64).permute(0, 3, 1, 2).narrow(3, 1, 5), () => torch.randn(4, 5, 3, 2, torch.float64).permute(3, 2, 0, 1),
        })
        {
            Tensor x = make();
            double[] expected = OnTensors.Values<double>(x);
            Tensor plain = FusedUNet.Plain(x);
            Assert.Equal([2, 3, 4, 5], plain.shape);
            Assert.Equal([60, 1, 15, 3], plain.stride());
            Assert.Equal(expected, OnTensors.Values<double>(plain));
            Assert.True(x.IsInvalid);
        }
    }

    [TorchFact]
    public void A_network_that_learns_no_variance_says_so()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using TorchUNet network = Shaken(Shapes[2], torch.float64);
        Tensor x = torch.randn(2, network.Dimension, torch.float64);
        Assert.Equal("The network learns no variance.", Assert.Throws<InvalidOperationException>(() => network.PredictWithVariance(x, Level, null)).Message);
        Assert.Equal("The network learns no variance.", Assert.Throws<InvalidOperationException>(() => network.ForwardWithVariance(x, network.Features(1), null)).Message);
        Assert.Equal((3 * 5 * 2, 4, 0, false), (network.Dimension, network.TimeFeatures, network.Classes, network.LearnsVariance));
    }

    /// <summary>bfloat16 has 8 bits: every layer is off by about 2⁻⁹, and no more.</summary>
    [TorchFact]
    public void Mixed_precision_is_near_whichever_way_it_is_asked()
    {
        UNetSettings settings = Shapes[0];
        using DisposeScope scope = torch.NewDisposeScope();
        using TorchUNet network = Shaken(settings, torch.float32);
        Tensor x = torch.randn(5, settings.Image.Dimension);
        Tensor labels = torch.tensor([0L, 4, 2, 3, 1]);
        Tensor features = network.Features(Level.Lambda);
        using IDisposable noGradients = torch.no_grad();
        (Tensor output, Tensor variance) = network.ForwardWithVariance(x, features, labels);
        network.MixedPrecision = true;
        network.Prepare([Level], default);
        (Tensor mixed, Tensor mixedVariance) = network.ForwardWithVariance(x, features, labels);
        Assert.InRange(Apart(mixed, output), 1e-4, 0.02);
        Assert.InRange(Apart(mixedVariance, variance), 1e-4, 0.02);
        Assert.Equal(0, Apart(network.Forward(x, features, labels), mixed));
        Assert.Equal(0, Apart(network.Predict(x, Level, labels), mixed));
        (Tensor again, Tensor varianceAgain) = network.PredictWithVariance(x, Level, labels);
        Assert.Equal(0, Apart(again, mixed));
        Assert.Equal(0, Apart(varianceAgain, mixedVariance));
        Assert.Equal(torch.float32, mixed.dtype);

        static double Apart(Tensor a, Tensor b) => (a - b).norm().item<float>() / b.norm().item<float>();
    }

    // Weights without zeros, so that no term can hide.
    private static TorchUNet Shaken(UNetSettings settings, torch.ScalarType type, double deviation = 0.15)
    {
        torch.manual_seed(5);
        var network = new TorchUNet(settings, 3, type, torch.CPU);
        using IDisposable noGradients = torch.no_grad();
        using Tensor noise = torch.randn_like(network.Weights.Flat);
        network.Weights.Flat.add_(noise, deviation);
        return network;
    }

    private static double Difference(Tensor a, Tensor b)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        return OnTensors.Difference<double>(OnTensors.Values<double>(a), OnTensors.Values<double>(b));
    }

    private static void AssertSame(Tensor a, Tensor b, double most)
    {
        Assert.Equal(b.shape, a.shape);
        Assert.InRange(Difference(a, b), 0, most);
    }
}
