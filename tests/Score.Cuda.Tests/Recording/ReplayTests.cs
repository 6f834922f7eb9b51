using System.Numerics;
using ScoreSde.Cuda.Recording;
using ScoreSde.Networks;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;
using ScoreSde.Tests.Networks;

namespace ScoreSde.Tests.Recording;

/// <summary>What was recorded, carried out on tiles, gives the bits of the run itself, for every method.</summary>
public sealed class ReplayTests
{
    private const int Rows = 33;
    private const ulong Seed = 5;

    public static TheoryData<string> Names => AllSolvers.Names;

    [Fact]
    public void Every_method_is_there() => Assert.Equal(KnownSolvers.All.Count + 11, AllSolvers.Names.Count);

    [Theory]
    [MemberData(nameof(Names))]
    public void Samples_of_a_mixture_in_double(string name) => Same<double>(name, Mixture().Score<double>(), TimeRange.Whole, 0);

    [Theory]
    [MemberData(nameof(Names))]
    public void Samples_of_a_mixture_in_float_on_a_path_down_to_a_small_time(string name) => Same<float>(name, Mixture().Score<float>(), TimeRange.Whole, 1e-3);

    [Theory]
    [MemberData(nameof(Names))]
    public void Samples_of_a_network_in_float(string name)
    {
        ResidualMlp<float> network = TestNetworks.Create<float>(new MlpSettings(3, 16, 2, 8, 0));
        Same<float>(name, new NetworkScore<float>(network, Parametrisation.Velocity), TimeRange.Whole, 0);
    }

    [Theory]
    [InlineData("em")]
    [InlineData("sra1")]
    public void Samples_on_one_Brownian_path(string name)
    {
        ISolver solver = new OnOnePath(AllSolvers.Find(name));
        (IDiffusionProcess process, TimeGrid grid) = (new VariancePreserving(new LinearSchedule(0.1, 20)), Grids.Uniform(6, 1e-3));
        RecordedRun run = RecordedRun.Of(process, TimeRange.Whole, 3, solver, grid, Seed);
        Assert.Equal(Sampler.Sample(process, Mixture().Score<double>(), solver, grid, Rows, Seed).Values, TapeReplay.Run(run, Mixture().Score<double>(), Rows));
    }

    private static void Same<T>(string name, IScoreFunction<Tile<T>> score, TimeRange range, double end)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ISolver solver = AllSolvers.Find(name);
        var process = new VariancePreserving(new LinearSchedule(0.1, 20));
        TimeGrid grid = Grids.Uniform(9, end);
        SampleSet<T> expected = Sampler.Sample(process, score, solver, grid, Rows, Seed);
        RecordedRun run = RecordedRun.Of(process, range, score.Dimension, solver, grid, Seed);
        Assert.Equal(expected.Values, TapeReplay.Run(run, score, Rows));
        Assert.Equal(expected.Evaluations, run.Evaluations);
        Assert.Equal(9, run.Instructions.Count(order => order.Kind == InstructionKind.Check));
    }

    private static GaussianMixture Mixture() => new([
        Gaussian.WithCovariance([1, 0, -1], new double[,] { { 1, 0.3, 0 }, { 0.3, 0.5, 0.1 }, { 0, 0.1, 0.2 } }),
        Gaussian.Isotropic([-1, 2, 0.5], 0.3),
    ]);
}
