using BenchmarkDotNet.Attributes;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;

namespace ScoreSde.Bench;

/// <summary>One step of each method on a tile of 256 samples in 64 dimensions, with a score that costs nothing: the method's own time.</summary>
public class SolverStepBenchmarks
{
    private IStepper<Tile<float>> stepper = null!;
    private Tile<float> x = null!;
    private GridStep step;

    public static IEnumerable<string> Solvers => KnownSolvers.All.Select(solver => solver.Facts.Name);

    [ParamsSource(nameof(Solvers))]
    public string Solver { get; set; } = "em";

    [GlobalSetup]
    public void Setup()
    {
        var process = new VariancePreserving(new LinearSchedule());
        var space = new TileSpace<float>(256, 64);
        ISolver solver = KnownSolvers.All.First(candidate => candidate.Facts.Name == Solver);
        stepper = solver.CreateStepper(new Problem<Tile<float>>(process, new Copy(64, space), space));
        x = space.Allocate();
        space.FillNormal(x, 1, default);
        TimeGrid grid = Grids.Uniform(1000, 1e-3);
        step = new GridStep(0, grid.Steps, process.At(grid.Times[500]), process.At(grid.Times[501]), 1);
    }

    [Benchmark]
    public void Step() => stepper.Step(x, in step);

    private sealed class Copy(int dimension, TileSpace<float> space) : IScoreFunction<Tile<float>>
    {
        public int Dimension => dimension;

        public void Evaluate(Tile<float> x, NoiseLevel level, Tile<float> epsilon) => space.Combine(epsilon, (0.5, x));
    }
}
