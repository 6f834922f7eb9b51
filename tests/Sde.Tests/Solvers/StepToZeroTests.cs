using ScoreSde.Processes;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Generators;

namespace ScoreSde.Tests.Solvers;

/// <summary>The last step, to t = 0: x̂₀ of the state where it begins, whatever the method and whatever it remembers.</summary>
public sealed class StepToZeroTests
{
    // em, euler, reverse-diffusion and DPM-Solver-v3 take the last step as any other; a corrector and churn move the state first.
    private static readonly ISolver[] EndInPrediction =
    [
        .. KnownSolvers.All.Where(static solver =>
            solver is not (EulerMaruyama or ReverseDiffusion or PredictorCorrector or DpmSolverV3 or Heun { Churn: not null })),
    ];

    [Fact]
    public void A_step_to_time_zero_is_the_prediction_of_the_data_and_adds_no_noise()
    {
        Law.Holds(RandomProcesses.Any, SmoothNoise.OfDimension(3), Reals.Between(0.02, 0.9), static (process, score, start) =>
        {
            foreach (ISolver solver in EndInPrediction)
            {
                TileRun.AssertSame(
                    TileRun.Values(new Ddim(), process, score, new TimeGrid("to zero", start, 0)),
                    TileRun.Values(solver, process, score, new TimeGrid("to zero", start, 0)));
            }
        }, cases: 30);
    }

    [Fact]
    public void What_a_method_remembers_does_not_count_on_the_way_to_time_zero()
    {
        Law.Holds(RandomProcesses.Any, SmoothNoise.OfDimension(3), Reals.Between(0.05, 0.5), static (process, score, last) =>
        {
            foreach (ISolver solver in EndInPrediction.Where(static solver => !StepsByNeighbours(solver)))
            {
                AssertEndsInPrediction(solver, process, score, [1, 0.9, 0.8, 0.7, last]);
            }
        }, cases: 20);
    }

    // A corrector changes the state at the last level once it is evaluated, so its history must count; "fast" and Restart do in a step what the
    // steps after it ask for.
    private static bool StepsByNeighbours(ISolver solver) =>
        solver is UniPc { Corrects: true } or SaSolver { Corrects: true } or DpmSolverFast or Restart;

    // x̂₀ = (x − σ ε)/α of the state at the last of the times.
    private static void AssertEndsInPrediction(ISolver solver, IDiffusionProcess process, SmoothNoise score, double[] times)
    {
        var space = new TileSpace<double>(TileRun.Rows, score.Dimension);
        Tile<double> x = space.Allocate();
        Tile<double> epsilon = space.Allocate();
        TileRun.Values(solver, process, score, new TimeGrid("before", times)).CopyTo(x.Values);
        NoiseLevel level = process.At(times[^1]);
        score.Evaluate(x, level, epsilon);
        var expected = new double[x.Values.Length];
        for (int i = 0; i < expected.Length; i++)
        {
            expected[i] = (x.Values[i] - (level.Deviation * epsilon.Values[i])) / level.MeanScale;
        }

        TileRun.AssertSame(expected, TileRun.Values(solver, process, score, new TimeGrid("to zero", [.. times, 0])), 1e-11);
    }
}
