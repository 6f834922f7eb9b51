namespace ScoreSde.Comparison.Reports;

/// <summary>Who is best at one budget by the decisive measure.</summary>
/// <param name="Budget">The evaluations allowed.</param>
/// <param name="Leaders">The best first, then those that chance does not tell from it, or that are not told from real data.</param>
/// <param name="Next">The best of the others, or null.</param>
/// <param name="Reached">Whether all leaders are not told from real data.</param>
public sealed record BudgetVerdict(int Budget, IReadOnlyList<ComparisonRow> Leaders, ComparisonRow? Next, bool Reached);
