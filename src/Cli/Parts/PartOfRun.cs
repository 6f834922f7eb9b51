namespace ScoreSde.Cli.Parts;

/// <summary>A part of a run whose rows are written at its end.</summary>
/// <param name="Run">The run.</param>
/// <param name="Shard">Which part.</param>
internal sealed record PartOfRun(RunIdentity Run, Shard Shard)
{
    /// <summary>Its rows.</summary>
    public RowRange Rows => Shard.RowsOf(Run.Count);

    /// <summary>Writes the record beside the part's array, which is complete.</summary>
    /// <exception cref="Data.DataFileException">It cannot be read or written.</exception>
    public void Record(string path) => new PartRecord
    {
        Format = PartRecord.ThisFormat,
        Run = Run,
        Shard = Shard.ToString(),
        Rows = Rows,
        Sha256 = FileHash.Of(path),
    }.Write(PartRecord.NameFor(path));

    /// <inheritdoc/>
    public override string ToString() => $"rows {Rows.First} to {Rows.End - 1} of {Run.Count} (shard {Shard})";
}
