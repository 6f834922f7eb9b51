using ScoreSde.Comparison.Measures;
using ScoreSde.Comparison.Problems;

namespace ScoreSde.Comparison.References;

/// <summary>What both ways of following the probability flow have in common.</summary>
internal static class FlowDistance
{
    private const double EndOfExact = 1e-6;

    // What the default grid leaves to the step to 0.
    private const double LastRatio = 1e-3;

    /// <summary>The measure; a network's own flow is exact of no data.</summary>
    public static MeasureFacts FactsOf(SamplingProblem problem) =>
        new("flowDistance", "flow", MeasureGoal.Low, OfPaths: true) { Title = $"distance to the {(problem.HasExactScore ? "exact" : "network's own")} flow" };

    /// <summary>The paths in a few words.</summary>
    public static string PathsOf(SamplingProblem problem) => $"the {(problem.HasExactScore ? "exact" : "network's own")} probability flow";

    /// <summary>Where the flow is left for x̂₀: a network knows little below the levels at which it is asked.</summary>
    public static double EndOf(SamplingProblem problem) => problem.HasExactScore
        ? EndOfExact
        : Math.Clamp(Math.Max(problem.Range.Minimum, problem.Process.AtLambda(-Math.Log(LastRatio)).Time), EndOfExact, 0.5);
}
