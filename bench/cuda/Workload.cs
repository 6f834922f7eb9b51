using ScoreSde.Cuda;
using ScoreSde.Cuda.Models;
using ScoreSde.Cuda.Sampling;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;

namespace ScoreSde.CudaBench;

/// <summary>A run of a solver on equal steps of t from 1 to 10⁻³, variance preserving with β from 0.1 to 20, in float: those of bench/torch and bench/peers.</summary>
/// <param name="Model">mixture8, mlp2 or mlp64.</param>
/// <param name="Solver">The method.</param>
/// <param name="Steps">Steps.</param>
/// <param name="Samples">Samples.</param>
internal sealed record Workload(string Model, ISolver Solver, int Steps, int Samples)
{
    private const int ComparedSamples = 128;
    private const ulong Seed = 1;

    private static readonly VariancePreserving Process = new(new LinearSchedule(0.1, 20));

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Workload> All { get; } =
    [
        new("mixture8", new EulerMaruyama(), 1000, 20_000),
        new("mlp2", new EulerMaruyama(), 500, 10_000),
        new("mlp2", new Heun(), 25, 10_000),
        new("mlp64", new EulerMaruyama(), 200, 2_000),
        new("mlp64", new Heun(), 25, 2_000),
        new("mlp2", new Heun(), 25, 1_000_000),
        new("mlp64", new Heun(), 25, 65_536),
    ];

    /// <summary>Model, solver, samples and steps.</summary>
    public string Name => $"{Model}-{Solver.Facts.Name}:{Samples}:{Steps}";

    /// <summary>Draws the samples.</summary>
    public SampleSet<float> Run(CudaModel model, CudaPrecision precision) =>
        CudaSampler.Sample<float>(Process, model, Solver, Grids.Uniform(Steps, 1e-3), Samples, Seed, new CudaSamplerOptions { Precision = precision });

    /// <summary>The first samples on the CPU in double.</summary>
    public double[] Expected(IScoreFunction<Tile<double>> score) =>
        Sampler.Sample(Process, score, Solver, Grids.Uniform(Steps, 1e-3), Math.Min(ComparedSamples, Samples), Seed).Values;
}
