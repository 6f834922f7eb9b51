using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.Tests.Cuda;
using ScoreSde.Tests.Networks;
using ScoreSde.TimeGrids;
using ScoreSde.Torch;
using ScoreSde.Torch.Networks;
using ScoreSde.Torch.Sampling;
using ScoreSde.Torch.Scores;

namespace ScoreSde.Tests.Sampling;

/// <summary>States on the way, on tensors and on the CPU's tiles.</summary>
public sealed class TrajectoryTests
{
    private const int Count = 23;
    private static readonly VariancePreserving Process = new(new LinearSchedule(0.1, 20));
    private static readonly TimeGrid Grid = Grids.Quadratic(steps: 12);
    private static readonly double[] Times = [1, 0.4, 0.05, 0];

    [TorchFact]
    public void States_are_those_of_the_CPU() => StatesAreThoseOfTheCpu(torch.CPU);

    [CudaFact]
    public void States_of_a_card_are_those_of_the_CPU() => StatesAreThoseOfTheCpu(torch.CUDA);

    [TorchFact]
    public void States_of_a_network_in_float_are_those_of_the_CPU()
    {
        ScoreSde.Networks.ResidualMlp<float> managed = TestNetworks.Create<float>(new ScoreSde.Networks.MlpSettings(3, 16, 2, 8, 0));
        Trajectory<float> expected = Trajectory<float>.OfStates(Grid, [], Count, 3);
        Trajectory<float> kept = Trajectory<float>.OfStates(Grid, [], Count, 3);
        Sampler.Sample(Process, new ScoreSde.Networks.NetworkScore<float>(managed, Parametrisation.Velocity), new EulerMaruyama(), Grid, Count, 5, null, expected);
        using TorchMlp network = TorchMlp.Of(managed, torch.CPU);
        using var score = new TorchNetworkScore(network, Parametrisation.Velocity);
        TorchSampler.Sample(Process, score, new EulerMaruyama(), Grid, Count, 5, new TorchSamplerOptions { BatchRows = 8 }, kept);
        Assert.Equal(Grid.Steps + 1, kept.Times.Count);
        Assert.InRange(OnTensors.Difference<float>(kept.Values.Span, expected.Values.Span), 0, 1e-4);
    }

    [TorchFact]
    public void States_that_are_not_looked_at_stay_on_the_device()
    {
        using var score = new TorchMixtureScore(GaussianMixture.Ring(), torch.float64, torch.CPU);
        var seen = new Sparing();
        SampleSet<double> samples = TorchSampler.Sample(Process, score, new EulerMaruyama(), Grid, Count, 5, new TorchSamplerOptions { BatchRows = 10, FirstSample = 40 }, seen);
        Assert.Equal([(40L, 10, 4), (50L, 10, 4), (60L, 3, 4)], seen.Steps);
        Assert.Equal(samples.Dimension, seen.Dimension);
    }

    private static void StatesAreThoseOfTheCpu(torch.Device device)
    {
        GaussianMixture law = GaussianMixture.Ring();
        Trajectory<double> expected = Trajectory<double>.OfStates(Grid, Times, Count, 2, firstSample: 100);
        Trajectory<double> kept = Trajectory<double>.OfStates(Grid, Times, Count, 2, firstSample: 100);
        SampleSet<double> ends = Sampler.Sample(
            Process, law.Score<double>(), new EulerMaruyama(), Grid, Count, 5, new SamplerOptions { FirstSample = 100 }, expected);
        using var score = new TorchMixtureScore(law, torch.float64, device);
        TorchSampler.Sample(
            Process, score, new EulerMaruyama(), Grid, Count, 5, new TorchSamplerOptions { Device = device, BatchRows = 10, FirstSample = 100 }, kept);
        Assert.Equal(expected.Times, kept.Times);
        Assert.InRange(OnTensors.Difference<double>(kept.Values.Span, expected.Values.Span), 0, 1e-9);
        Assert.Equal(ends.Values, expected.At(Times.Length - 1).ToArray());
    }

    private sealed class Sparing : IStepObserver<double>
    {
        public List<(long First, int Rows, int Step)> Steps { get; } = [];

        public int Dimension { get; private set; }

        public bool LooksAtStart => false;

        public bool LooksAt(in GridStep step) => step.Index == 4;

        public void Started(ScoreSde.States.Tile<double> x, NoiseLevel level) => Assert.Fail("It does not look at the start.");

        public void Stepped(ScoreSde.States.Tile<double> x, in GridStep step)
        {
            Steps.Add((x.FirstSample, x.Rows, step.Index));
            Dimension = x.Dimension;
        }
    }
}
