using ScoreSde.Cuda.Tensors;
using ScoreSde.Networks;
using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.Tests.Networks;
using ScoreSde.TimeGrids;
using ScoreSde.Torch;
using ScoreSde.Torch.Kernels;

namespace ScoreSde.Tests.Kernels;

/// <summary>Kernels of our own, by their twin, beside tiles of the CPU and libtorch's operators.</summary>
public sealed class TensorKernelsTests
{
    private static readonly VariancePreserving Process = new(new LinearSchedule(0.1, 20));
    private static readonly GaussianMixture Law = new([Gaussian.Isotropic([1, -1, 0.5], 1), Gaussian.Isotropic([-2, 0, 1], 0.25)], [1, 2]);

    // One of each kind of step; a card is asked for all.
    [TwinTheory]
    [InlineData("em")]
    [InlineData("heun-churn")]
    [InlineData("restart-heun")]
    [InlineData("rk4-t")]
    [InlineData("dpmpp-3m")]
    [InlineData("sde-dpmpp-3m")]
    [InlineData("unipc-3")]
    [InlineData("sa-3")]
    [InlineData("deis-tab3")]
    [InlineData("seeds-3")]
    [InlineData("pc-snr")]
    public void Solvers_give_the_samples_of_the_CPU(string name)
    {
        ISolver solver = KnownSolvers.All.Single(one => one.Facts.Name == name);
        TimeGrid grid = Grids.Quadratic(steps: 12);
        SampleSet<double> expected = Sampler.Sample(Process, Law.Score<double>(), solver, grid, 23, seed: 5);
        using var score = new TorchMixtureScore(Law, torch.float64, torch.CPU);
        var launcher = new TwinLauncher();
        SampleSet<double> samples = TorchSampler.Sample<double>(
            Process, score, solver, grid, 23, 5, new TorchSamplerOptions { BatchRows = 10, Kernels = new TensorKernels(launcher, torch.float64) });
        Assert.InRange(OnTensors.Difference<double>(samples.Values, expected.Values), 0, 1e-11);
        Assert.Contains("draw_noise", launcher.Launched);
    }

    [TwinTheory]
    [InlineData(1, 5)]
    [InlineData(2, 5)]
    [InlineData(3, 7)]
    [InlineData(6, 4)]
    public void Noise_is_that_of_tiles(int dimension, int rows)
    {
        const long First = (1L << 33) + 7;
        var key = new NoiseKey((1UL << 40) + 9, 4, NoisePurpose.Churn);
        var tiles = new TileSpace<double>(rows, dimension);
        tiles.MoveTo(First, rows);
        Tile<double> expected = tiles.Allocate();
        tiles.FillNormal(expected, 0.3, key);
        tiles.AddNormal(expected, -2, key);
        using TorchSpace space = Space(rows, dimension, torch.float64, new TwinLauncher());
        space.MoveTo(First);
        Tensor state = space.Allocate();
        space.FillNormal(state, 0.3, key);
        space.AddNormal(state, -2, key);
        Assert.InRange(OnTensors.Difference<double>(OnTensors.Values<double>(state), expected.Values), 0, 4e-15);
    }

    [TwinTheory]
    [InlineData(4, 3)]
    [InlineData(3, 3)]
    public void A_sum_of_many_states_is_made_in_few_launches_wherever_the_target_stands(int rows, int dimension)
    {
        foreach (int place in new[] { -1, 0, 5, 11 })
        {
            var launcher = new TwinLauncher();
            using TorchSpace space = Space(rows, dimension, torch.float32, launcher);
            Tensor[] states = [.. Enumerable.Range(0, 12).Select(i => space.Allocate().fill_(i + 1))];
            Tensor target = place < 0 ? space.Allocate() : states[place];
            nint address = target.Address();

            space.Combine(target, [.. states.Select((state, i) => (0.5 + i, state))]);

            float expected = Enumerable.Range(0, 12).Sum(i => (0.5f + i) * (i + 1));
            Assert.All(OnTensors.Values<float>(target), value => Assert.Equal(expected, value));
            Assert.Equal(["add_states", "add_states"], launcher.Launched);
            Assert.Equal(address, target.Address());
        }
    }

    [TwinFact]
    public void Noise_of_the_host_stays_the_host_s()
    {
        var launcher = new TwinLauncher();
        using var space = new TorchSpace(4, 3, torch.float32, torch.CPU, NoiseSource.Host, new TensorKernels(launcher, torch.float32));
        space.FillNormal(space.Allocate(), 1, new NoiseKey(1, 2, NoisePurpose.Step));
        Assert.Empty(launcher.Launched);
    }

    [TwinFact]
    public void What_a_kernel_cannot_read_is_left_to_libtorch()
    {
        var launcher = new TwinLauncher();
        using TorchSpace space = Space(4, 3, torch.float32, launcher);
        Tensor target = space.Allocate().zero_();
        using Tensor turned = torch.arange(12, torch.float32).reshape(3, 4).t();
        using Tensor wide = torch.ones(4, 3, torch.float64);
        space.Combine(target, (1, target), (2, turned));
        space.Combine(target, (1, target), (2, wide));
        Assert.Empty(launcher.Launched);
        float[] read = OnTensors.Values<float>(turned);
        Assert.Equal(Array.ConvertAll(read, value => (2 * value) + 2), OnTensors.Values<float>(target));

        // Noise goes where the state is, laid out anew.
        target.set_(turned);
        space.AddNormal(target, 0, new NoiseKey(1, 2, NoisePurpose.Step));
        Assert.Equal(read, OnTensors.Values<float>(target));
        Assert.Equal(["draw_noise"], launcher.Launched);
    }

    [TwinTheory]
    [InlineData(0, 8)]
    [InlineData(3, 8)]
    [InlineData(3, 7)]
    public void A_perceptron_has_its_outputs(int classes, int width)
    {
        foreach (Parametrisation prediction in new[] { Parametrisation.Noise, Parametrisation.Velocity })
        {
            using DisposeScope scope = torch.NewDisposeScope();
            using TorchMlp network = TorchMlp.Of(TestNetworks.Create<float>(new MlpSettings(3, width, 2, 8, classes)), torch.CPU);
            Tensor x = torch.randn(5, 3);
            Tensor expected = Output();
            network.Kernels = new TensorKernels(new TwinLauncher(), torch.float32);
            network.WeightsChanged();
            Assert.InRange(OnTensors.Difference<float>(OnTensors.Values<float>(Output()), OnTensors.Values<float>(expected)), 0, 2e-6);

            Tensor Output()
            {
                using var score = new TorchNetworkScore(network, prediction, classes > 0 ? i => (int)(i % classes) : null);
                score.MoveTo(0, 5);
                Tensor epsilon = torch.empty_like(x);
                score.Evaluate(x, Process.At(0.4), epsilon);
                return epsilon;
            }
        }
    }

    private static TorchSpace Space(int rows, int dimension, torch.ScalarType type, ITensorLauncher launcher) =>
        new(rows, dimension, type, torch.CPU, NoiseSource.Device, new TensorKernels(launcher, type));
}
