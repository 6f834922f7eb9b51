namespace ScoreSde.Images;

/// <summary>
/// Points of the plane over a density: the fourth root of p/max p from white to light blue, so that its thin parts are seen; the more points, the smaller and the
/// more transparent. y runs upwards; points outside are left out.
/// </summary>
/// <param name="Across">What is shown of the first coordinate.</param>
/// <param name="Up">What is shown of the second.</param>
public sealed record ScatterPicture(PlotRange Across, PlotRange Up)
{
    private const double ManyPoints = 1000;

    /// <summary>Pixels along a side of the square of points.</summary>
    public int Side { get; init; } = 480;

    /// <summary>Whether the square has axes with numbers.</summary>
    public bool HasAxes { get; init; } = true;

    /// <summary>Signs of numbers for which there is room left of the square: equal in pictures that are to be of one size.</summary>
    public int LabelSigns { get; init; } = 5;

    /// <summary>A point that gets a cross, which is seen over any number of points; null for none.</summary>
    public (double X, double Y)? Marked { get; init; }

    /// <summary>What stands above it: digits, signs, <c>t</c>, <c>=</c> and blanks; others are blank. Null for no room above it.</summary>
    public string? Caption { get; init; }

    /// <summary>Draws points, [n, 2].</summary>
    /// <param name="points">The points.</param>
    /// <param name="density">The density, [Side, Side] from the top left as <see cref="DensityRaster"/> gives it; empty for none.</param>
    /// <exception cref="ArgumentException">There is an odd number of values, or the density has another size.</exception>
    public Picture Draw(ReadOnlySpan<double> points, ReadOnlySpan<double> density)
    {
        Require.Positive(Side);
        Require.Positive(LabelSigns);
        if (points.Length % 2 != 0)
        {
            throw new ArgumentException($"{points.Length} values are not points of 2.", nameof(points));
        }

        if (!density.IsEmpty && density.Length != (long)Side * Side)
        {
            throw new ArgumentException($"A density of {density.Length} values is not one of {Side} × {Side}.", nameof(density));
        }

        var frame = new PlotFrame(Side, LabelSigns, HasAxes, Caption is not null);
        Picture picture = frame.Blank();
        var square = new Picture(Side, Side, channels: 3);
        Shade(square, density);
        Scatter(new Canvas(square), points);
        Cross(new Canvas(square));
        for (int y = 0; y < Side; y++)
        {
            square.Row(y).CopyTo(picture.Row(frame.Top + y)[(frame.Left * 3)..]);
        }

        frame.Draw(picture, Across, Up, Caption ?? "");
        return picture;
    }

    /// <summary>The density alone, [side, side], as it lies under the points.</summary>
    /// <exception cref="ArgumentException">It is no square.</exception>
    public static Picture Tint(ReadOnlySpan<double> density, int side)
    {
        if (density.Length != (long)Require.Positive(side) * side)
        {
            throw new ArgumentException($"A density of {density.Length} values is not one of {side} × {side}.", nameof(density));
        }

        var picture = new Picture(side, side, channels: 3);
        Shade(picture, density);
        return picture;
    }

    private static void Shade(Picture square, ReadOnlySpan<double> density)
    {
        double highest = 0;
        foreach (double value in density)
        {
            highest = Math.Max(highest, value);
        }

        for (int i = 0; i < density.Length && highest > 0; i++)
        {
            double share = Math.Sqrt(Math.Sqrt(density[i] / highest));
            Span<byte> pixel = square.Row(i / square.Width).Slice(i % square.Width * 3, 3);
            pixel[0] = (byte)Math.Round(255 - (share * 125));
            pixel[1] = (byte)Math.Round(255 - (share * 67));
            pixel[2] = (byte)Math.Round(255 - (share * 15));
        }
    }

    private void Cross(Canvas canvas)
    {
        if (Marked is not { } point || !Across.Holds(point.X) || !Up.Holds(point.Y))
        {
            return;
        }

        (double x, double y, double arm) = (Across.ShareOf(point.X) * Side, (1 - Up.ShareOf(point.Y)) * Side, Math.Max(4, Side / 30.0));
        canvas.Line((x - arm, y - arm), (x + arm, y + arm), 2, Ink.Text);
        canvas.Line((x - arm, y + arm), (x + arm, y - arm), 2, Ink.Text);
    }

    private void Scatter(Canvas canvas, ReadOnlySpan<double> points)
    {
        double share = Math.Min(1, Math.Sqrt(ManyPoints / Math.Max(1, points.Length / 2)));
        double radius = (0.7 + (0.8 * share)) * Math.Clamp(Side / 400.0, 0.6, 1.3);
        double opacity = Math.Clamp(0.8 * share, 0.06, 0.8);
        for (int i = 0; i < points.Length; i += 2)
        {
            if (Across.Holds(points[i]) && Up.Holds(points[i + 1]))
            {
                canvas.Disc(Across.ShareOf(points[i]) * Side, (1 - Up.ShareOf(points[i + 1])) * Side, radius, Ink.Samples, opacity);
            }
        }
    }
}
