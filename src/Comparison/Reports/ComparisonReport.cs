namespace ScoreSde.Comparison.Reports;

/// <summary>What a comparison found out.</summary>
/// <param name="Problems">A report for each problem of which at least one run was made, in the order asked for.</param>
/// <param name="IsWhole">Whether all runs are there; not where the work was stopped.</param>
public sealed record ComparisonReport(IReadOnlyList<ProblemReport> Problems, bool IsWhole)
{
    /// <summary>Why single runs have no measures; the others are whole.</summary>
    public IEnumerable<string> Failures => Problems.SelectMany(static problem => problem.Rows).Select(static row => row.Failure).OfType<string>();
}
