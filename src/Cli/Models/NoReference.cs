using ScoreSde.Comparison.Problems;
using ScoreSde.Data;

namespace ScoreSde.Cli.Models;

/// <summary>Stands where a network from outside names no data: whatever needs some says what to give.</summary>
/// <param name="model">The network.</param>
internal sealed class NoReference(string model) : IReferenceData
{
    /// <inheritdoc/>
    public ReferenceKind Kind => ReferenceKind.None;

    /// <inheritdoc/>
    /// <exception cref="DataFileException">Always.</exception>
    public DataSplit? Split => throw Refusal();

    /// <inheritdoc/>
    /// <exception cref="DataFileException">Always.</exception>
    public DataSet Rows(int count, ulong seed) => throw Refusal();

    private DataFileException Refusal() => new(model, "names no data that its samples should look like; give --data, or \"data\" in its description.");
}
