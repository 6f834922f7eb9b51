using System.Numerics;
using ScoreSde.Comparison.Problems;
using ScoreSde.Sampling;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;

namespace ScoreSde.Comparison.References;

/// <summary>
/// The probability flow where the runs are made, by the classical Runge–Kutta method in σ/α on grids equal in λ: for models that are asked for all rows at one level, as
/// networks from outside and those on a device are.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class SteppedFlowSolver<T>(SamplingProblem problem, ISampling<T> runs, ReferenceRequest request)
    : PathSolver(FlowDistance.FactsOf(problem), ofStochastic: false, problem.Dimension, problem.EvaluationsOfNetwork)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int FewestSteps = 16;

    /// <inheritdoc/>
    public override int Finest => 8;

    /// <inheritdoc/>
    public override double Gain => 16;

    /// <inheritdoc/>
    public override string Paths => FlowDistance.PathsOf(problem);

    /// <inheritdoc/>
    public override string WordsOf(int accuracy) => $"RK4 with {FewestSteps << accuracy} steps";

    /// <inheritdoc/>
    public override (double[] Ends, double Evaluations) Solve(int accuracy, int paths)
    {
        SampleSet<T> ends = runs.Sample(
            new RungeKuttaInRatio(ButcherTableau.Classical4),
            Grids.UniformLambda(problem.Process, FewestSteps << accuracy, request.Start, Math.Max(problem.Range.Minimum, FlowDistance.EndOf(problem))),
            paths,
            request.Seed,
            progress: request.Options.Progress);
        problem.ToNatural<T>(ends.Values);
        return (Array.ConvertAll(ends.Values, double.CreateTruncating), ends.Evaluations);
    }
}
