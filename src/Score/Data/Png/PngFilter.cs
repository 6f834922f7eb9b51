using ScoreSde.Data.Files;

namespace ScoreSde.Data.Png;

/// <summary>Undoes the filter of a row: each byte was lessened by its neighbours' prediction.</summary>
internal static class PngFilter
{
    /// <summary>Restores a row in place.</summary>
    /// <param name="filter">0 none, 1 left, 2 above, 3 their mean, 4 Paeth's choice.</param>
    /// <param name="row">The row.</param>
    /// <param name="above">The row before it, restored; zeros before the first.</param>
    /// <param name="step">Bytes to the pixel on the left.</param>
    /// <exception cref="DamagedFileException">There is no such filter.</exception>
    public static void Undo(byte filter, Span<byte> row, ReadOnlySpan<byte> above, int step)
    {
        if (filter > 4)
        {
            throw new DamagedFileException($"a row has filter {filter}, which PNG has not.");
        }

        for (int i = 0; i < row.Length && filter > 0; i++)
        {
            int left = i >= step ? row[i - step] : 0;
            int corner = i >= step ? above[i - step] : 0;
            row[i] += (byte)(filter switch
            {
                1 => left,
                2 => above[i],
                3 => (left + above[i]) / 2,
                _ => Paeth(left, above[i], corner),
            });
        }
    }

    private static int Paeth(int left, int above, int corner)
    {
        int guess = left + above - corner;
        int toLeft = Math.Abs(guess - left);
        int toAbove = Math.Abs(guess - above);
        int toCorner = Math.Abs(guess - corner);
        return toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner;
    }
}
