using ScoreSde.Cli.Parts;
using ScoreSde.Data;
using ScoreSde.Data.Npy;

namespace ScoreSde.Cli.Merging;

/// <summary>A part as it lies on the disk.</summary>
/// <param name="Path">Its array.</param>
/// <param name="Record">What is said of it.</param>
/// <param name="Head">The array's head.</param>
/// <param name="Bytes">Bytes of its rows.</param>
internal sealed record MergePart(string Path, PartRecord Record, NpyHeader Head, long Bytes)
{
    /// <summary>Reads the record and the head.</summary>
    /// <exception cref="DataFileException">One is missing or damaged, or they do not fit each other.</exception>
    public static MergePart Open(string path)
    {
        PartRecord record = PartRecord.Read(PartRecord.NameFor(path))
            ?? throw new DataFileException(path, $"there is no {PartRecord.NameFor(path)}, which would say of what run it holds which rows.");
        if (record.Checksum is null || record.Shard is null)
        {
            throw new DataFileException(PartRecord.NameFor(path), "it is not the record of a part that is complete.");
        }

        NpyHeader head = NpyFile.ReadHead(path);
        if (head.IsFortran || head.Shape.Count < 1 || head.Shape[0] != record.Rows.Count)
        {
            throw new DataFileException(path, $"it is not an array of the {record.Rows.Count} rows that its record promises.");
        }

        if (record.Comparison is { } costs && (head.Shape.Count != 3 || head.Shape[1] != costs.Runs.Count))
        {
            throw new DataFileException(path, $"it is not an array of the {costs.Runs.Count} runs that its record promises.");
        }

        return new MergePart(path, record, head, new FileInfo(path).Length - head.HeadBytes);
    }

    /// <summary>In what a part differs from another, so that they cannot be of one run, as the end of a sentence; null where they can.</summary>
    public string? DifferenceFrom(MergePart other) =>
        Head.Descriptor != other.Head.Descriptor || !Head.Shape.Skip(1).SequenceEqual(other.Head.Shape.Skip(1))
            ? $"as {other.Head.Descriptor} with {RowOf(other)}, not {Head.Descriptor} with {RowOf(this)}"
            : Record.Run.DifferenceFrom(other.Record.Run);

    private static string RowOf(MergePart part) => part.Head.Shape.Count == 1 ? "one number a row" : $"rows of {string.Join(" × ", part.Head.Shape.Skip(1))}";
}
