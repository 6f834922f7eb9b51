namespace ScoreSde.Comparison;

/// <summary>The progress of one phase as a part of a comparison's.</summary>
internal sealed class PhaseProgress(IProgress<ComparisonProgress> whole, string problem, string phase) : IProgress<double>
{
    /// <inheritdoc/>
    public void Report(double value) => whole.Report(new ComparisonProgress(problem, phase, value, ""));
}
