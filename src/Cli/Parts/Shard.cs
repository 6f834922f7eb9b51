using System.Globalization;
using ScoreSde.Cli.Arguments;

namespace ScoreSde.Cli.Parts;

/// <summary>One of several parts of nearly equal length into which the samples of a run are cut.</summary>
/// <param name="Index">Which, from 1.</param>
/// <param name="Parts">How many parts.</param>
internal sealed record Shard(int Index, int Parts)
{
    /// <summary>Reads <c>I/N</c>; null and a fault where it is none, or where a part would be empty.</summary>
    public static Shard? Read(string option, string? word, long count, Faults faults)
    {
        if (word is null)
        {
            return null;
        }

        string[] sides = word.Split('/');
        if (sides.Length != 2 || Whole(sides[0]) is not { } index || Whole(sides[1]) is not { } parts || index < 1 || index > parts)
        {
            faults.Add($"{option} must be I/N with whole numbers 1 ≤ I ≤ N, as 3/16, not '{word}'.");
            return null;
        }

        if (parts > count)
        {
            faults.Add($"{option} {word}: {count} samples cannot be cut into {parts} parts.");
            return null;
        }

        return new Shard(index, parts);
    }

    /// <summary>Its samples, of a run of so many.</summary>
    public RowRange RowsOf(long count)
    {
        long first = (long)((Int128)count * (Index - 1) / Parts);
        return new RowRange(first, (long)((Int128)count * Index / Parts) - first);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Index}/{Parts}";

    private static int? Whole(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : null;
}
