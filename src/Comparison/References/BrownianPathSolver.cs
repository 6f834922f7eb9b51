using System.Numerics;
using ScoreSde.Comparison.Measures;
using ScoreSde.Comparison.Problems;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;

namespace ScoreSde.Comparison.References;

/// <summary>The reverse SDE from the start and on the Brownian path of each sample of a comparison on one path, by ShARK (strong order 1.5) on fine grids.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class BrownianPathSolver<T>(SamplingProblem problem, ISampling<T> runs, ReferenceRequest request)
    : PathSolver(FactsOf(problem), ofStochastic: true, problem.Dimension, problem.EvaluationsOfNetwork)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int FewestSteps = 64;

    /// <inheritdoc/>
    public override int Finest => 7;

    /// <inheritdoc/>
    public override double Gain => Math.Pow(2, 1.5);

    /// <inheritdoc/>
    public override string Paths => $"the {(problem.HasExactScore ? "exact" : "network's own")} reverse SDE on the same Brownian paths";

    /// <inheritdoc/>
    public override string WordsOf(int accuracy) => $"ShARK with {FewestSteps << accuracy} steps";

    /// <inheritdoc/>
    public override (double[] Ends, double Evaluations) Solve(int accuracy, int paths)
    {
        SampleSet<T> ends = runs.Sample(
            new OnOnePath(new StochasticRungeKutta(AreaTableau.Shark)),
            Grids.Quadratic(FewestSteps << accuracy, new TimeRange(problem.Range.Minimum, request.Start)),
            paths,
            request.Seed,
            progress: request.Options.Progress);
        problem.ToNatural<T>(ends.Values);
        return (Array.ConvertAll(ends.Values, double.CreateTruncating), ends.Evaluations);
    }

    private static MeasureFacts FactsOf(SamplingProblem problem) =>
        new("pathDistance", "path", MeasureGoal.Low, OfPaths: true) { Title = $"distance to the {(problem.HasExactScore ? "exact" : "network's own")} paths" };
}
