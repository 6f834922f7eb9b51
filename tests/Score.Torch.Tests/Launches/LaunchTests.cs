using ScoreSde.Networks;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.Tests.Networks;
using ScoreSde.TimeGrids;
using ScoreSde.Torch;

namespace ScoreSde.Tests.Launches;

/// <summary>
/// How many kernels a step costs: what bounds small networks on a GPU. Counted with libtorch's own profiler; a step's share of the passes
/// that draw noise is that of 96 steps, the passes 1, 2, 4, … 64 intervals long.
/// </summary>
public sealed class LaunchTests
{
    private const int Steps = 96;
    private const int Depth = 3;
    private static readonly VariancePreserving Process = new(new LinearSchedule(0.1, 20));

    // An evaluation: first layer, three of each residual layer, SiLU, last layer, skip: 13. Noise: 1, and 8 passes of some 75 in 96 steps.
    public static TheoryData<ISolver, int> Solvers { get; } = new()
    {
        { new EulerMaruyama(), 13 + 2 + 1 + 7 },
        { new Heun(), (2 * 13) + 6 },
        { new SdeDpmSolverPlusPlus(), 13 + 4 + 1 + 8 },
        { new DpmSolverPlusPlus2M(), 13 + 7 },
    };

    [Theory]
    [MemberData(nameof(Solvers), DisableDiscoveryEnumeration = true)]
    public void A_step_launches_few_kernels_and_does_not_wait(ISolver solver, int mostPerStep)
    {
        using TorchMlp network = TorchMlp.Of(TestNetworks.Create<float>(new MlpSettings(2, 16, Depth, 8, 0)), torch.CPU);
        using var score = new TorchNetworkScore(network);
        using var recorded = new RecordedOperations();

        SampleSet<float> samples = TorchSampler.Sample<float>(Process, score, solver, Grids.Uniform(Steps), 10, 1);

        Assert.InRange(recorded.Kernels.Count, Steps, mostPerStep * Steps);

        // The shares of all levels in one product a layer.
        Assert.Equal((samples.Evaluations * (Depth + 2)) + Depth + 1, recorded.Kernels.Count(name => name == "aten::addmm"));

        // The device is asked whether all is finite every 32 steps, and nothing else.
        Assert.Equal(3, recorded.Kernels.Count(name => name == "aten::all"));
        Assert.DoesNotContain("aten::nonzero", recorded.Kernels);
    }
}
