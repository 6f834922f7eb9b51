using ScoreSde.Data;
using ScoreSde.Scores;

namespace ScoreSde.Comparison.Problems;

/// <summary>A law that can be drawn from without end.</summary>
/// <param name="draw">Rows of a law: the number of the first, how many, under which seed. Row n is a function of seed and n.</param>
/// <param name="law">The law where its density is known.</param>
public sealed class DrawnData(Func<long, int, ulong, DataSet> draw, GaussianMixture? law = null) : IReferenceData
{
    /// <inheritdoc/>
    public ReferenceKind Kind => ReferenceKind.Drawn;

    /// <inheritdoc/>
    public GaussianMixture? Law => law;

    /// <inheritdoc/>
    public DataSplit? Split => null;

    /// <inheritdoc/>
    public DataSet Rows(int count, ulong seed) => draw(0, count, seed);

    /// <summary>Rows <paramref name="first"/>, first + 1, … of those that <see cref="Rows(int, ulong)"/> begins with.</summary>
    public DataSet Rows(long first, int count, ulong seed) => draw(first, count, seed);
}
