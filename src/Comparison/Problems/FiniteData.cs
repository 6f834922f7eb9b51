using ScoreSde.Data;

namespace ScoreSde.Comparison.Problems;

/// <summary>Real data, opened when first asked for: a part that the network learned from, a part that it never saw.</summary>
/// <param name="open">Opens it.</param>
public sealed class FiniteData(Func<DataSplit> open) : IReferenceData
{
    private readonly Lazy<DataSplit> split = new(open ?? throw new ArgumentNullException(nameof(open)));

    /// <inheritdoc/>
    public ReferenceKind Kind => ReferenceKind.Finite;

    /// <inheritdoc/>
    public DataSplit Split => split.Value;

    /// <summary>The first training rows.</summary>
    public DataSet Rows(int count, ulong seed) => count >= Split.Training.Count
        ? Split.Training
        : Split.Training.Select([.. Enumerable.Range(0, count)]);
}
