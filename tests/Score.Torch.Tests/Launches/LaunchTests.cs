using ScoreSde.Data;
using ScoreSde.Networks;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.Tests.Kernels;
using ScoreSde.Tests.Networks;
using ScoreSde.TimeGrids;
using ScoreSde.Torch;
using ScoreSde.Torch.Kernels;
using ScoreSde.Torch.Networks;
using ScoreSde.Torch.Sampling;
using ScoreSde.Torch.Scores;

namespace ScoreSde.Tests.Launches;

/// <summary>
/// How many kernels a step costs: what bounds small networks on a GPU. Counted with libtorch's own profiler; a step's share of the passes
/// that draw noise is that of 200 steps: one pass for the start and one for all steps.
/// </summary>
public sealed class LaunchTests
{
    private const int Steps = 200;
    private const int Depth = 3;
    private static readonly VariancePreserving Process = new(new LinearSchedule(0.1, 20));

    // What an evaluation takes: first layer, three of each residual layer, SiLU, last layer, skip.
    private const int Own = 4 + (3 * Depth);

    // Beside that, for each evaluation: the noise that is added, one launch less than the step's sums have terms, and a share of the passes.
    public static TheoryData<ISolver, Parametrisation, double> Solvers { get; } = new()
    {
        { new EulerMaruyama(), Parametrisation.Noise, 3 },
        { new EulerMaruyama(), Parametrisation.Velocity, 3 },
        { new EulerMaruyama(), Parametrisation.Data, 3 },
        { new Ancestral(new PosteriorVariance()), Parametrisation.Noise, 3 },
        { new Heun(), Parametrisation.Noise, 2.5 },
        { new SdeDpmSolverPlusPlus(Levels: 1), Parametrisation.Noise, 4 },
        { new SdeDpmSolverPlusPlus(), Parametrisation.Noise, 5 },
        { new DpmSolverPlusPlus2M(), Parametrisation.Velocity, 3.5 },
    };

    [TorchTheory]
    [MemberData(nameof(Solvers), DisableDiscoveryEnumeration = true)]
    public void A_step_launches_few_kernels_and_does_not_wait(ISolver solver, Parametrisation prediction, double mostBeside)
    {
        using TorchMlp network = TorchMlp.Of(TestNetworks.Create<float>(new MlpSettings(2, 16, Depth, 8, 0)), torch.CPU);
        using var score = new TorchNetworkScore(network, prediction);
        using var recorded = new RecordedOperations();

        SampleSet<float> samples = TorchSampler.Sample<float>(Process, score, solver, Grids.Uniform(Steps), 10, 1);

        double beside = (recorded.Kernels.Count - (Own * samples.Evaluations)) / (double)samples.Evaluations;
        Assert.InRange(beside, 1, mostBeside);

        // The shares of all levels in one product a layer.
        Assert.Equal((samples.Evaluations * (Depth + 2)) + Depth + 1, recorded.Kernels.Count(name => name == "aten::addmm"));

        // The device is asked at the end whether all is finite, and nothing else.
        Assert.Equal(1, recorded.Kernels.Count(name => name == "aten::all"));
        Assert.DoesNotContain("aten::nonzero", recorded.Kernels);
    }

    [TwinFact]
    public void With_kernels_of_our_own_every_method_takes_few_launches_beside_the_network_s()
    {
        const int FewSteps = 20;
        using TorchMlp network = TorchMlp.Of(TestNetworks.Create<float>(new MlpSettings(3, 16, Depth, 8, 0)), torch.CPU);
        var beside = new Dictionary<string, double>();
        foreach (ISolver solver in KnownSolvers.All)
        {
            var launcher = new TwinLauncher();
            var kernels = new TensorKernels(launcher, torch.float32);
            network.Kernels = kernels;
            network.WeightsChanged();
            using var score = new TorchNetworkScore(network, Parametrisation.Velocity);
            using var recorded = new RecordedOperations();

            SampleSet<float> samples = TorchSampler.Sample<float>(
                Process, score, solver, Grids.Uniform(FewSteps, 1e-3), 10, 1, new TorchSamplerOptions { Kernels = kernels });

            // An evaluation's own: first layer, two of each residual layer, SiLU, last layer, skip. A run's own: all levels' shares, the question whether all is finite.
            const int OwnHere = 4 + (2 * Depth);
            const int OfRun = 22;
            beside.Add(solver.Facts.Name, (recorded.Kernels.Count + launcher.Launched.Count - OfRun - (OwnHere * samples.Evaluations)) / (double)samples.Evaluations);
            Assert.Equal(1, recorded.Kernels.Count(kernel => kernel == "aten::all"));
        }

        // One launch for all that stands between two evaluations; three where a step is by norms, which pc-snr takes at every second evaluation. Before its own langevin-snr also carries
        // the state to the next level.
        Assert.All(beside, pair => Assert.True(pair.Value <= (pair.Key == "pc-snr" ? 2 : pair.Key == "langevin-snr" ? 4 : 1), $"{pair.Key}: {pair.Value}"));
    }

    [TorchFact]
    public void A_guided_U_Net_launches_hardly_more_kernels_than_a_plain_one()
    {
        UNetSettings settings = UNetSettings.For(new ImageShape(8, 8), 10, channels: 8);
        using var network = new TorchUNet(settings, 1, torch.float32, torch.CPU);
        int plain = PerEvaluation(1);
        int guided = PerEvaluation(2);

        // 17 blocks of two norms, two SiLUs, two convolutions and two sums; 9 attentions of six launches each; skips, joins, samples.
        Assert.InRange(plain, 100, 215);
        Assert.InRange(guided, plain + 3, plain + 6);

        int PerEvaluation(double guidance)
        {
            using var score = new TorchNetworkScore(network, Parametrisation.Noise, i => (int)(i % 10), guidance);
            NoiseLevel level = Process.At(0.5);
            score.MoveTo(0, 20);
            score.Prepare([level]);
            using Tensor x = torch.randn(20, 64);
            using Tensor epsilon = torch.empty_like(x);
            using var recorded = new RecordedOperations();
            score.Evaluate(x, level, epsilon);
            return recorded.Kernels.Count;
        }
    }
}
