using ScoreSde.Cli.Parts;
using ScoreSde.Data;

namespace ScoreSde.Cli.Merging;

/// <summary>Parts that make up one run, in the order of their rows; or all that keeps them from it.</summary>
internal static class MergePlan
{
    private const int MostNamed = 8;

    /// <summary>Reads the parts and holds them against each other.</summary>
    /// <param name="paths">Their arrays, in any order.</param>
    /// <param name="faults">What is wrong, a sentence each.</param>
    /// <returns>The parts in order; of use where nothing is wrong.</returns>
    public static IReadOnlyList<MergePart> Of(IReadOnlyList<string> paths, List<string> faults)
    {
        var parts = new List<MergePart>();
        foreach (string path in paths)
        {
            try
            {
                parts.Add(MergePart.Open(path));
            }
            catch (DataFileException bad)
            {
                faults.Add(bad.Message);
            }
        }

        if (parts.Count == 0)
        {
            return parts;
        }

        // Whatever most agree on is the run; the others are named.
        MergePart model = parts.GroupBy(static part => (part.Record.Run.Command, part.Record.Run.Seed, part.Record.Run.Version)).MaxBy(static group => group.Count())!.First();
        foreach (MergePart part in parts)
        {
            if (model.DifferenceFrom(part) is { } difference)
            {
                faults.Add($"{part.Path} does not belong to {model.Path}: it was drawn {difference}.");
            }
        }

        parts = [.. parts.Where(part => model.DifferenceFrom(part) is null).OrderBy(static part => part.Record.Rows.First).ThenBy(static part => part.Record.Rows.Count)];
        var missing = new List<RowRange>();
        long next = 0;
        for (int i = 0; i < parts.Count; i++)
        {
            RowRange rows = parts[i].Record.Rows;
            if (rows.First > next)
            {
                missing.Add(new RowRange(next, rows.First - next));
            }
            else if (rows.First < next)
            {
                faults.Add($"{parts[i - 1].Path} and {parts[i].Path} both hold row {rows.First}.");
            }

            next = Math.Max(next, rows.End);
        }

        if (next < model.Record.Run.Count)
        {
            missing.Add(new RowRange(next, model.Record.Run.Count - next));
        }

        if (missing.Count > 0)
        {
            faults.Add(Sentence(missing, model.Record));
        }

        return parts;
    }

    private static string Sentence(List<RowRange> missing, PartRecord record)
    {
        IEnumerable<string> rows = missing.Select(static range => $"{range.First} to {range.End - 1}").Take(MostNamed);
        string more = missing.Count > MostNamed ? " and more" : "";
        string[] shards = [.. Shards(missing, record)];
        return $"Rows {string.Join(", ", rows)}{more} of {record.Run.Count} are missing{(shards.Length > 0 ? $": --shard {string.Join(", ", shards)}" : "")}.";
    }

    // Those of the cut that the other parts are of, where they all are of one.
    private static IEnumerable<string> Shards(List<RowRange> missing, PartRecord record)
    {
        int parts = int.Parse(record.Shard!.Split('/')[1], System.Globalization.CultureInfo.InvariantCulture);
        IEnumerable<Shard> gone = Enumerable.Range(1, parts).Select(index => new Shard(index, parts))
            .Where(shard => shard.RowsOf(record.Run.Count) is var own && missing.Exists(range => range.First <= own.First && own.End <= range.End));
        return gone.Take(MostNamed).Select(static shard => shard.ToString());
    }
}
