namespace ScoreSde.Images;

/// <summary>
/// A picture of points in the plane: the square [−<see cref="Reach"/>, Reach]² + <see cref="Centre"/> in bins, white where there is
/// no point, black in the fullest bin, in between as log(1 + n)/log(1 + fullest). y runs upwards; points outside are left out.
/// </summary>
public sealed record DensityPicture
{
    /// <summary>Half the side of the square.</summary>
    public double Reach { get; init; } = 6;

    /// <summary>The middle of the square.</summary>
    public (double X, double Y) Centre { get; init; }

    /// <summary>Bins along a side.</summary>
    public int Bins { get; init; } = 128;

    /// <summary>Each bin becomes a square of this many pixels.</summary>
    public int Zoom { get; init; } = 2;

    /// <summary>Draws points, [n, 2].</summary>
    /// <exception cref="ArgumentException">There is an odd number of values.</exception>
    public Picture Draw(ReadOnlySpan<float> points) => Shade([Count(points)]);

    /// <summary>Draws several sets of points side by side, each shaded by its own fullest bin.</summary>
    /// <exception cref="ArgumentException">There is no set, or one has an odd number of values.</exception>
    public Picture Strip(IReadOnlyList<float[]> sets) => Require.NotNull(sets).Count > 0
        ? Shade([.. sets.Select(points => Count(points))])
        : throw new ArgumentException("There is nothing to draw.", nameof(sets));

    private int[] Count(ReadOnlySpan<float> points)
    {
        Require.Positive(Reach);
        Require.Positive(Bins);
        if (points.Length % 2 != 0)
        {
            throw new ArgumentException($"{points.Length} values are not points of 2.", nameof(points));
        }

        var counts = new int[Bins * Bins];
        for (int i = 0; i < points.Length; i += 2)
        {
            double x = Math.Floor((points[i] - Centre.X + Reach) / (2 * Reach) * Bins);
            double y = Math.Floor((Centre.Y + Reach - points[i + 1]) / (2 * Reach) * Bins);
            if (x >= 0 && x < Bins && y >= 0 && y < Bins)
            {
                counts[((int)y * Bins) + (int)x]++;
            }
        }

        return counts;
    }

    private Picture Shade(int[][] sets)
    {
        Require.Positive(Zoom);
        int side = Bins * Zoom;
        int step = side + Zoom;
        var picture = new Picture((sets.Length * step) - Zoom, side, background: 128);
        for (int set = 0; set < sets.Length; set++)
        {
            double fullest = Math.Log(1 + Math.Max(1, sets[set].Max()));
            for (int y = 0; y < side; y++)
            {
                Span<byte> row = picture.Row(y).Slice(set * step, side);
                for (int x = 0; x < side; x++)
                {
                    double share = Math.Log(1 + sets[set][(y / Zoom * Bins) + (x / Zoom)]) / fullest;
                    row[x] = (byte)Math.Round(255 * (1 - share));
                }
            }
        }

        return picture;
    }
}
