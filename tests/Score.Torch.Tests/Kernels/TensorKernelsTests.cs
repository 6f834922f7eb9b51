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
using ScoreSde.Torch.Networks;
using ScoreSde.Torch.Noise;
using ScoreSde.Torch.Sampling;
using ScoreSde.Torch.Scores;
using ScoreSde.Torch.States;
using ScoreSde.Torch.Tensors;

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
        Assert.Contains("walk_states", launcher.Launched);
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
        foreach (int place in new[] { -1, 0, 5, 39 })
        {
            var launcher = new TwinLauncher();
            using TorchSpace space = Space(rows, dimension, torch.float32, launcher);
            Tensor[] states = [.. Enumerable.Range(0, 40).Select(i => space.Allocate().fill_(i + 1))];
            Tensor target = place < 0 ? space.Allocate() : states[place];
            nint address = target.Address();

            space.Combine(target, [.. states.Select((state, i) => (0.5 + i, state))]);

            float expected = Enumerable.Range(0, 40).Sum(i => (0.5f + i) * (i + 1));
            Assert.All(OnTensors.Values<float>(target), value => Assert.Equal(expected, value));
            Assert.Equal(["walk_states", "walk_states"], launcher.Launched);
            Assert.Equal(address, target.Address());
        }
    }

    [TwinTheory]
    [InlineData(3, 4)]
    [InlineData(2, 8)]
    [InlineData(1, 6)]
    public void What_waits_is_done_at_once_and_in_its_order(int dimension, int rows)
    {
        var key = new NoiseKey(3, 4, NoisePurpose.Step);
        var tiles = new TileSpace<double>(rows, dimension);
        tiles.MoveTo(6, rows);
        var launcher = new TwinLauncher();
        using TorchSpace space = Space(rows, dimension, torch.float64, launcher);
        space.MoveTo(6);
        Tile<double>[] expected = [tiles.Allocate(), tiles.Allocate()];
        Tensor[] states = [space.Allocate(), space.Allocate()];
        space.PutsOff = true;
        Walk(tiles, expected);
        Walk(space, states);
        Assert.Empty(launcher.Launched);
        space.Flush();
        space.Flush();
        Assert.Equal(["walk_states"], launcher.Launched);
        Assert.All([0, 1], i => Assert.InRange(OnTensors.Difference<double>(OnTensors.Values<double>(states[i]), expected[i].Values), 0, 1e-14));

        // Another run's noise, and the ninth order, wait for no one.
        space.FillNormal(states[0], 1, key);
        space.FillNormal(states[0], 1, key with { Seed = 4 });
        Assert.Equal(2, launcher.Launched.Count);
        for (int i = 0; i < 8; i++)
        {
            space.Combine(states[1], (1, states[1]), (1, states[0]));
        }

        Assert.Equal(3, launcher.Launched.Count);

        void Walk<TState>(IStateSpace<TState> on, TState[] a)
        {
            on.FillNormal(a[0], 2, key);
            on.Combine(a[1], (0.5, a[0]));
            on.AddNormal(a[1], 3, key with { Interval = 9 });
            on.Combine(a[0], (2, a[1]), (-1, a[0]));
            on.Combine(a[0], (0.25, a[0]), (0.5, a[0]));
        }
    }

    [TwinTheory]
    [InlineData(3)]
    [InlineData(37)]
    public void Ratios_of_norms_are_those_of_tiles(int dimension)
    {
        var tiles = new TileSpace<float>(9, dimension);
        tiles.MoveTo(0, 9);
        var launcher = new TwinLauncher();
        using TorchSpace space = Space(9, dimension, torch.float32, launcher);
        Tile<float>[] expected = [tiles.Allocate(), tiles.Allocate(), tiles.Allocate()];
        Tensor[] states = [space.Allocate(), space.Allocate(), space.Allocate()];
        Fill(tiles, expected);
        Fill(space, states);
        states[2][4].zero_();
        expected[2].Row(4).Clear();
        for (int power = 1; power <= 2; power++)
        {
            tiles.AddByNormRatio(expected[0], 0.7, expected[1], expected[1], expected[2], power);
            space.AddByNormRatio(states[0], 0.7, states[1], states[1], states[2], power);
        }

        Assert.InRange(OnTensors.Difference<float>(OnTensors.Values<float>(states[0]), expected[0].Values), 0, 1e-6);
        Assert.Equal(2, launcher.Launched.Count(name => name == "add_by_norms"));

        static void Fill<TState>(IStateSpace<TState> on, TState[] a)
        {
            for (int i = 0; i < a.Length; i++)
            {
                on.FillNormal(a[i], 1 + i, new NoiseKey(1, (uint)i, NoisePurpose.Step));
            }
        }
    }

    [TwinTheory]
    [InlineData(1, 8, true)]
    [InlineData(3, 8, false)]
    [InlineData(2, 6, true)]
    [InlineData(4, 5, false)]
    public void Convolutions_on_few_channels_are_libtorch_s(int few, int many, bool isDouble)
    {
        torch.ScalarType type = isDouble ? torch.float64 : torch.float32;
        using DisposeScope scope = torch.NewDisposeScope();
        torch.manual_seed(1);
        var kernels = new TensorKernels(new TwinLauncher { MostRoom = 16_384 }, type);
        Tensor x = torch.randn(3, few, 9, 7, type);
        Tensor weight = torch.randn(many, few, 3, 3, type);
        Tensor bias = torch.randn(many, type);
        Tensor spread = torch.empty([3, 9, 7, many], type).permute(0, 3, 1, 2);
        Assert.True(kernels.TrySpread(spread, x.permute(0, 2, 3, 1).contiguous(), weight.permute(2, 3, 1, 0).contiguous(), bias));
        Same(spread, torch.nn.functional.conv2d(x, weight, bias, [1, 1], [1, 1]));

        Tensor back = torch.randn(few, many, 3, 3, type);
        Tensor ends = torch.randn(few, type);
        Tensor gathered = torch.empty(3, 9 * 7 * few, type);
        Assert.True(kernels.TryGather(gathered, spread, back.permute(2, 3, 0, 1).contiguous(), ends));
        Same(gathered.reshape(3, 9, 7, few).permute(0, 3, 1, 2), torch.nn.functional.conv2d(spread, back, ends, [1, 1], [1, 1]));
        Assert.False(new TensorKernels(new TwinLauncher { MostRoom = 1024 }, type).TryGather(gathered, spread, back.permute(2, 3, 0, 1).contiguous(), ends));

        void Same(Tensor one, Tensor other) => Assert.InRange(
            OnTensors.Difference<double>(OnTensors.Values<double>(one.to(torch.float64)), OnTensors.Values<double>(other.to(torch.float64))), 0, isDouble ? 1e-13 : 2e-5);
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
        Assert.Equal(["walk_states"], launcher.Launched);
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
