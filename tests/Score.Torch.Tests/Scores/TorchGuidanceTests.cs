using ScoreSde.Guidance;
using ScoreSde.Networks;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.Tests.Cuda;
using ScoreSde.Tests.Networks;
using ScoreSde.TimeGrids;
using ScoreSde.Torch;
using ScoreSde.Torch.Networks;
using ScoreSde.Torch.Sampling;
using ScoreSde.Torch.Scores;

namespace ScoreSde.Tests.Scores;

/// <summary>Guidance by two models on tensors and on the CPU's tiles: runs in float64 to rounding.</summary>
public sealed class TorchGuidanceTests
{
    private static readonly VariancePreserving Process = new(new LinearSchedule(0.1, 20));
    private static readonly TimeGrid Grid = Grids.Quadratic(12);

    [TorchFact]
    public void Guided_runs_are_those_of_the_CPU() => RunsAreThoseOfTheCpu(torch.CPU);

    [CudaFact]
    public void Guided_runs_of_a_card_are_those_of_the_CPU() => RunsAreThoseOfTheCpu(torch.CUDA);

    private static void RunsAreThoseOfTheCpu(torch.Device device)
    {
        ResidualMlp<double> main = TestNetworks.Create<double>(new MlpSettings(6, 8, 2, 4, Classes: 3));
        ResidualMlp<double> weak = TestNetworks.Create<double>(new MlpSettings(6, 4, 1, 4, Classes: 3));
        (GuidanceRule Rule, ISolver Solver, bool IsGuided)[] ways =
        [
            (new GuidanceRule(2), new Heun(), false),
            (new GuidanceRule(2) { Interval = new(0.3, 3) }, new Heun(), false),
            (new GuidanceRule(2) { Rescale = 0.7 }, new Heun(), false),
            (new GuidanceRule(2) { Rescale = 1, Interval = new(0.3, 3) }, new EulerMaruyama(), false),
            (new GuidanceRule(0.4), new CfgPlusPlus(new Ddim()), false),
            (new GuidanceRule(0.4) { Interval = new(0.3, 3) }, new CfgPlusPlus(new Ddim(Eta: 1)), false),
            (new GuidanceRule(2), new Heun(), true),
        ];
        foreach ((GuidanceRule rule, ISolver solver, bool isGuided) in ways)
        {
            var to = new NetworkScore<double>(main, Parametrisation.Velocity, LabelOf);
            IScoreFunction<Tile<double>> from = isGuided
                ? new NetworkScore<double>(weak, Parametrisation.Noise, LabelOf)
                : new NetworkScore<double>(main, Parametrisation.Velocity, static _ => -1);
            SampleSet<double> expected = Sampler.Sample(Process, new ClassifierFreeGuidance<double>(to, from, rule), solver, Grid, 9, 4);
            using TorchMlp network = TorchMlp.Of(main, device);
            using TorchMlp other = TorchMlp.Of(isGuided ? weak : main, device);
            using var there = new TorchNetworkScore(network, Parametrisation.Velocity, LabelOf);
            using var away = new TorchNetworkScore(other, isGuided ? Parametrisation.Noise : Parametrisation.Velocity, isGuided ? LabelOf : static _ => -1);
            SampleSet<double> found = TorchSampler.Sample<double>(
                Process, new TorchGuidance(there, away, rule), solver, Grid, 9, 4, new TorchSamplerOptions { Device = device, Noise = NoiseSource.Host });
            Assert.InRange(OnTensors.Difference<double>(expected.Values, found.Values), 0, 1e-9);
            Assert.Equal(expected.Evaluations, found.Evaluations);
        }
    }

    [TorchFact]
    public void Rows_without_a_deviation_are_left_and_models_that_differ_are_refused()
    {
        using TorchMlp network = TorchMlp.Of(TestNetworks.Create<double>(new MlpSettings(6, 8, 2, 4, Classes: 3)), torch.CPU);
        using TorchMlp other = TorchMlp.Of(TestNetworks.Create<double>(new MlpSettings(5, 8, 2, 4, Classes: 3)), torch.CPU);
        using var there = new TorchNetworkScore(network, Parametrisation.Noise, LabelOf);
        using var away = new TorchNetworkScore(other, Parametrisation.Noise, LabelOf);
        Assert.Throws<ArgumentException>(() => new TorchGuidance(there, away, new GuidanceRule(2)));
        var rescaled = new TorchGuidance(there, there, new GuidanceRule(2) { Rescale = 1 });
        using Tensor x = torch.zeros(2, 6, torch.float64);
        using Tensor product = torch.zeros(2, 6, torch.float64);
        Assert.Throws<NotSupportedException>(() => rescaled.TransposedJacobianProduct(x, Process.At(0.3), x, product));
    }

    [TorchFact]
    public void Products_with_the_Jacobian_are_those_of_the_CPU()
    {
        ResidualMlp<double> main = TestNetworks.Create<double>(new MlpSettings(6, 8, 2, 4, Classes: 3));
        using TorchMlp network = TorchMlp.Of(main, torch.CPU);
        using var there = new TorchNetworkScore(network, Parametrisation.Velocity, LabelOf);
        using var away = new TorchNetworkScore(network, Parametrisation.Velocity, static _ => -1);
        foreach (double time in new[] { 0.02, 0.4 })
        {
            var rule = new GuidanceRule(2.5) { Interval = new(0.3, 3) };
            NoiseLevel level = Process.At(time);
            var managed = new ClassifierFreeGuidance<double>(
                new NetworkScore<double>(main, Parametrisation.Velocity, LabelOf), new NetworkScore<double>(main, Parametrisation.Velocity, static _ => -1), rule);
            var space = new TileSpace<double>(2, 6);
            (Tile<double> at, Tile<double> along, Tile<double> expected) = (space.Allocate(), space.Allocate(), space.Allocate());
            for (int i = 0; i < 12; i++)
            {
                (at.Values[i], along.Values[i]) = (Math.Sin(i), Math.Cos(2 * i));
            }

            managed.TransposedJacobianProduct(at, level, along, expected);
            var guided = new TorchGuidance(there, away, rule);
            guided.MoveTo(0, 2);
            using Tensor x = torch.tensor(at.Values.ToArray(), torch.float64).reshape(2, 6);
            using Tensor c = torch.tensor(along.Values.ToArray(), torch.float64).reshape(2, 6);
            using Tensor product = torch.empty_like(x);
            guided.TransposedJacobianProduct(x, level, c, product);
            Assert.InRange(OnTensors.Difference<double>(expected.Values, OnTensors.Values<double>(product)), 0, 1e-11);
        }
    }

    private static int LabelOf(long sample) => (int)(sample % 3);
}
