using ScoreSde.Comparison.Measures;
using ScoreSde.Comparison.Reports;
using ScoreSde.Metrics;

namespace ScoreSde.Tests.Comparing;

/// <summary>Reports of runs that never were.</summary>
internal static class Reports
{
    /// <summary>A run with its value and a standard error of 0.1.</summary>
    public static ComparisonRow Run(string solver, int? budget, double evaluations, double value, string? grid = null) => new(
        solver, grid, budget, evaluations / 2, evaluations, 0.25, 100, new Dictionary<string, MetricValue> { ["energyDistance"] = new(value, 0.1) });

    /// <summary>One that failed.</summary>
    public static ComparisonRow Failed(string solver, int? budget, double evaluations) => new(
        solver, null, budget, evaluations / 2, evaluations, 0.25, 100, new Dictionary<string, MetricValue>(), "It grew beyond all bounds.");

    /// <summary>One that has not the measure that decides, and did not fail.</summary>
    public static ComparisonRow Unmeasured(string solver, int? budget, double evaluations) => Failed(solver, budget, evaluations) with { Failure = null };

    /// <summary>The report, whose floor is 1 ± 0.1.</summary>
    public static ProblemReport Of(params ComparisonRow[] rows) => new(
        "m", "vp", "linear", ["balanced"], "float", 7, 100, 2, [new("energyDistance", "energy", MeasureGoal.Low) { Title = "energy distance" }],
        new Dictionary<string, MetricValue> { ["energyDistance"] = new(1, 0.1) }, "what is measured.", ["energy: a distance."], rows, IsWhole: true);
}
