using ScoreSde.Comparison.Reports;

namespace ScoreSde.Comparison;

/// <summary>The samples of one run, before they are measured.</summary>
/// <param name="Row">The run and what it cost; no measures yet.</param>
/// <param name="Values">The samples in the data's units, [count, dimension], row-major; empty where the run failed.</param>
public sealed record DrawnRun(ComparisonRow Row, ReadOnlyMemory<float> Values);
