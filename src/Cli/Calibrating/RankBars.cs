using ScoreSde.Verification.Posteriors;

namespace ScoreSde.Cli.Calibrating;

/// <summary>Ranks as a line of bars: half a line's height is what even ranks have, a full one twice that or more.</summary>
internal static class RankBars
{
    private const string Bars = "▁▂▃▄▅▆▇█";
    private const int Most = 20;

    /// <summary>A bar for each rank, or for as many neighbours as leave 20 bars.</summary>
    public static string Of(RankCounts ranks)
    {
        int cells = ranks.Counts.Count;
        int bars = Math.Min(cells, Most);
        double each = ranks.Counts.Sum() / (double)cells;
        var heights = new double[bars];
        for (int rank = 0; rank < cells; rank++)
        {
            heights[rank * bars / cells] += ranks.Counts[rank];
        }

        return string.Concat(heights.Select((count, bar) => Bars[Math.Clamp((int)Math.Round(Bars.Length / 2.0 * count / (each * Width(bar, bars, cells))) - 1, 0, Bars.Length - 1)]));
    }

    // Ranks that a bar stands for: those with ⌊rank · bars/cells⌋ = bar.
    private static int Width(int bar, int bars, int cells) => Ceiling((bar + 1) * cells, bars) - Ceiling(bar * cells, bars);

    private static int Ceiling(int value, int by) => (value + by - 1) / by;
}
