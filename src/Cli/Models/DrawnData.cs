using ScoreSde.Data;
using ScoreSde.Scores;

namespace ScoreSde.Cli.Models;

/// <summary>A law that can be drawn from without end.</summary>
internal sealed class DrawnData(Func<int, ulong, DataSet> draw, GaussianMixture? law = null) : IReferenceData
{
    /// <inheritdoc/>
    public GaussianMixture? Law => law;

    /// <inheritdoc/>
    public DataSplit? Split => null;

    /// <inheritdoc/>
    public DataSet Rows(int count, ulong seed) => draw(count, seed);
}
