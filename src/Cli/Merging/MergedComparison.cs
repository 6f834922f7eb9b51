using ScoreSde.Cli.Parts;
using ScoreSde.Data;

namespace ScoreSde.Cli.Merging;

/// <summary>The record beside samples of a comparison's runs that parts have drawn, from which <c>compare --from</c> makes the table.</summary>
internal static class MergedComparison
{
    /// <summary>Writes it.</summary>
    /// <param name="parts">The parts in the order of their rows.</param>
    /// <param name="file">The merged array.</param>
    /// <param name="length">Its bytes.</param>
    /// <param name="path">The name that it gets.</param>
    /// <exception cref="DataFileException">It cannot be written.</exception>
    public static void Record(IReadOnlyList<MergePart> parts, PartialFile file, long length, string path)
    {
        PartRecord first = parts[0].Record;
        (first with
        {
            Shard = null,
            Rows = new RowRange(0, first.Run.Count),
            Checksum = Checksum.Of(file.Read, length),
            Comparison = RunCosts.Of([.. parts.Select(static part => part.Record.Comparison!)]),
        }).Write(PartRecord.NameFor(path));
    }
}
