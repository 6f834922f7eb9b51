using System.Numerics;

namespace ScoreSde.Inverse;

/// <summary>Rows of tiles as double and back.</summary>
internal static class TileRows
{
    public static void Read<T>(ReadOnlySpan<T> row, Span<double> target)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int j = 0; j < row.Length; j++)
        {
            target[j] = double.CreateTruncating(row[j]);
        }
    }

    public static void Write<T>(ReadOnlySpan<double> row, Span<T> target)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int j = 0; j < target.Length; j++)
        {
            target[j] = T.CreateTruncating(row[j]);
        }
    }
}
