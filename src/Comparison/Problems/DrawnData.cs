using ScoreSde.Data;
using ScoreSde.Scores;

namespace ScoreSde.Comparison.Problems;

/// <summary>A law that can be drawn from without end.</summary>
/// <param name="draw">That many rows under a seed.</param>
/// <param name="law">The law where its density is known.</param>
public sealed class DrawnData(Func<int, ulong, DataSet> draw, GaussianMixture? law = null) : IReferenceData
{
    /// <inheritdoc/>
    public ReferenceKind Kind => ReferenceKind.Drawn;

    /// <inheritdoc/>
    public GaussianMixture? Law => law;

    /// <inheritdoc/>
    public DataSplit? Split => null;

    /// <inheritdoc/>
    public DataSet Rows(int count, ulong seed) => draw(count, seed);
}
