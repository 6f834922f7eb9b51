using ScoreSde.Guidance;
using ScoreSde.Likelihood;
using ScoreSde.Networks;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.Tests.Kernels;
using ScoreSde.Tests.Networks;
using ScoreSde.TimeGrids;
using ScoreSde.Torch;
using ScoreSde.Torch.Kernels;
using ScoreSde.Torch.Likelihood;
using ScoreSde.Torch.Networks;
using ScoreSde.Torch.Scores;

namespace ScoreSde.Tests.Likelihood;

/// <summary>ln p of scores that answer and multiply apart, with classes, a range of times, samples of one number, and with kernels of our own; and what is left of it.</summary>
public sealed class AugmentedTests
{
    private const int Count = 7;
    private static readonly VariancePreserving Process = new(new LinearSchedule(0.1, 20));
    private static readonly TimeGrid Grid = Grids.UniformLambda(Process, 8);
    private static readonly IDivergenceRule[] Rules = [new ExactDivergence(), new Hutchinson(3), new Hutchinson(2, ProbeLaw.Gaussian)];

    [TorchTheory]
    [InlineData(1)]
    [InlineData(3)]
    public void Densities_of_two_models_are_those_of_the_CPU(int dimension)
    {
        ResidualMlp<double> managed = TestNetworks.Create<double>(new MlpSettings(dimension, 8, 1, 4, Classes: 3));
        var range = new TimeRange(0.01, 0.95);
        var rule = new GuidanceRule(1.5);
        var expected = new ClassifierFreeGuidance<double>(
            new NetworkScore<double>(managed, Parametrisation.Velocity, LabelOf, range: range), new NetworkScore<double>(managed, Parametrisation.Velocity, static _ => -1, range: range), rule);
        using TorchMlp network = TorchMlp.Of(managed, torch.CPU);
        using var to = new TorchNetworkScore(network, Parametrisation.Velocity, LabelOf, range: range);
        using var from = new TorchNetworkScore(network, Parametrisation.Velocity, static _ => -1, range: range);
        var found = new TorchGuidance(to, from, rule);
        var grid = new TimeGrid("inside", [0.95, 0.6, 0.3, 0.1, 0.03, 0.01]);
        double[] data = TestNetworks.Batch<double>(Count * dimension, 3);
        foreach (IDivergenceRule divergence in Rules)
        {
            Same(
                FlowLikelihood.Evaluate<double>(Process, expected, new Heun(), grid, data, divergence, seed: 7),
                TorchFlowLikelihood.Evaluate<double>(Process, found, new Heun(), grid, data, divergence, seed: 7, options: new TorchSamplerOptions { BatchRows = 3 }));
        }
    }

    [TwinFact]
    public void Densities_with_kernels_of_our_own_are_those_of_the_CPU()
    {
        ResidualMlp<double> managed = TestNetworks.Create<double>(new MlpSettings(3, 8, 1, 4, 0));
        using TorchMlp network = TorchMlp.Of(managed, torch.CPU);
        using var score = new TorchNetworkScore(network, Parametrisation.Velocity);
        double[] data = TestNetworks.Batch<double>(Count * 3, 3);
        foreach (IDivergenceRule divergence in Rules)
        {
            var launcher = new TwinLauncher();
            Same(
                FlowLikelihood.Evaluate<double>(Process, new NetworkScore<double>(managed, Parametrisation.Velocity), new Heun(), Grid, data, divergence, seed: 7),
                TorchFlowLikelihood.Evaluate<double>(
                    Process, score, new Heun(), Grid, data, divergence, seed: 7, options: new TorchSamplerOptions { BatchRows = 4, Kernels = new TensorKernels(launcher, torch.float64) }));
            Assert.Contains("walk_states", launcher.Launched);
        }
    }

    [TorchFact]
    public void Without_a_rule_the_divergence_is_exact_and_a_rule_of_another_kind_is_refused()
    {
        using var score = new TorchMixtureScore(GaussianMixture.Ring(), torch.float64, torch.CPU);
        Assert.Equal("divergence", Assert.Throws<ArgumentException>(() =>
            TorchFlowLikelihood.Evaluate<double>(Process, score, new Heun(), Grid, new double[4], new OtherRule())).ParamName);
        LogDensities exact = TorchFlowLikelihood.Evaluate<double>(Process, score, new Heun(), Grid, new double[4]);
        LogDensities expected = FlowLikelihood.Evaluate<double>(Process, GaussianMixture.Ring().Score<double>(), new Heun(), Grid, new double[4]);
        Assert.InRange(OnTensors.Difference<double>(exact.Values, expected.Values), 0, 1e-9);

        // Two at each of eight steps, of one pass forwards and two products each; the CPU has the diagonal in closed form.
        Assert.Equal(16 * (1 + (2 * 2)), exact.Evaluations);
    }

    [TorchFact]
    public void Nothing_is_left_of_batches_of_two_sizes()
    {
        using var score = new TorchMixtureScore(GaussianMixture.Ring(), torch.float64, torch.CPU);
        Use(ProbeLaw.Rademacher);
        Use(ProbeLaw.Gaussian);
        long before = LiveTensors.Count();
        AugmentedTensors[] kept = [Use(ProbeLaw.Rademacher), Use(ProbeLaw.Gaussian), Use(ProbeLaw.Rademacher)];
        Assert.Equal(before, Tensor.TotalCount);
        GC.KeepAlive(kept);

        AugmentedTensors Use(ProbeLaw law)
        {
            using IDisposable noGradients = torch.no_grad();
            var augmented = new AugmentedTensors(new CountingScore<Tensor>(score), null, new Hutchinson(3, law), torch.float64, new TorchSamplerOptions(), 1);
            Assert.Equal(5, augmented.Dimension);
            foreach (int rows in new[] { 4, 6 })
            {
                augmented.MoveTo(10, rows);
                augmented.MoveTo(10 + rows, rows);
                using Tensor x = torch.ones(rows, 5, torch.float64);
                using Tensor epsilon = torch.empty_like(x);
                augmented.Evaluate(x, Process.At(0.3), epsilon);
            }

            augmented.Dispose();
            return augmented;
        }
    }

    private static int LabelOf(long sample) => (int)(sample % 3);

    private static void Same(LogDensities expected, LogDensities found)
    {
        Assert.InRange(OnTensors.Difference<double>(found.Values, expected.Values), 0, 1e-9);
        Assert.InRange(OnTensors.Difference<double>(found.ProbeErrors, expected.ProbeErrors), 0, 1e-9);
        Assert.InRange(OnTensors.Difference<double>(found.Latents, expected.Latents), 0, 1e-9);
        Assert.Equal(expected.Evaluations, found.Evaluations);
    }

    private sealed class OtherRule : IDivergenceRule
    {
        public string Name => "other";

        public bool IsExact => false;

        public int Columns => 1;

        public IDivergence<T> Create<T>(IDifferentiableScore<Tile<T>> score, TileSpace<T> space, ulong seed)
            where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> => throw new NotSupportedException();
    }
}
