using ScoreSde.Data.Npy;

namespace ScoreSde.Data.Own;

/// <summary>
/// The range of pixels that becomes −1 … 1: that of the file's type where it is bool or an unsigned whole number of 1 or 2 bytes; of other numbers the
/// first of [0, 1], [−1, 1] and [0, 255] that holds all of them, else from the least to the largest.
/// </summary>
internal static class PixelScaling
{
    /// <summary>The scaling, and units where float cannot hold the numbers as they are.</summary>
    public static (DataScaling Scaling, ColumnUnits? Columns) Of(NumberArray pixels)
    {
        if (pixels.Largest is { } top)
        {
            return (Range(0, top), null);
        }

        (double least, double most) = (double.PositiveInfinity, double.NegativeInfinity);
        for (int i = 0; i < pixels.Count; i++)
        {
            least = Math.Min(least, pixels[i]);
            most = Math.Max(most, pixels[i]);
        }

        foreach ((double low, double high) in new[] { (0.0, 1.0), (-1.0, 1.0), (0.0, 255.0) })
        {
            if (least >= low && most <= high)
            {
                return (Range(low, high), null);
            }
        }

        DataScaling scaling = most > least ? Range(least, most) : new(least, 1);
        var units = new ColumnUnits([scaling.Shift], [scaling.Scale]);
        return units.NeedDouble ? (DataScaling.Identity, units) : (scaling, null);
    }

    private static DataScaling Range(double low, double high) => new((low + high) / 2, (high - low) / 2);
}
