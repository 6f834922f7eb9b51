namespace ScoreSde.Images;

/// <summary>Numbers as a histogram whose bars have the area 1, and a density as a line over it.</summary>
/// <param name="Across">What is shown of the numbers; those outside count in the heights and are left out.</param>
public sealed record HistogramPicture(PlotRange Across)
{
    private const double Room = 1.08;

    /// <summary>Pixels along a side of the square.</summary>
    public int Side { get; init; } = 480;

    /// <summary>Whether the square has axes with numbers.</summary>
    public bool HasAxes { get; init; } = true;

    /// <summary>Signs of numbers for which there is room left of the square.</summary>
    public int LabelSigns { get; init; } = 5;

    /// <summary>What stands above it, as in <see cref="ScatterPicture.Caption"/>.</summary>
    public string? Caption { get; init; }

    /// <summary>The heights of the bars of so many numbers: between 12 and 120 bars, 4 n^(1/3), of one width; shares of all numbers for a length of 1.</summary>
    public double[] Heights(ReadOnlySpan<double> values)
    {
        var heights = new double[(int)Math.Clamp(4 * Math.Cbrt(values.Length), 12, 120)];
        foreach (double value in values)
        {
            if (Across.Holds(value))
            {
                heights[Math.Min(heights.Length - 1, (int)(Across.ShareOf(value) * heights.Length))] += heights.Length / (values.Length * Across.Length);
            }
        }

        return heights;
    }

    /// <summary>Draws numbers.</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="density">The density at the middles of the square's columns, Side of them; empty for none.</param>
    /// <exception cref="ArgumentException">The density has another length.</exception>
    public Picture Draw(ReadOnlySpan<double> values, ReadOnlySpan<double> density)
    {
        Require.Positive(Side);
        Require.Positive(LabelSigns);
        if (!density.IsEmpty && density.Length != Side)
        {
            throw new ArgumentException($"A density of {density.Length} values is not one of {Side} columns.", nameof(density));
        }

        double[] heights = Heights(values);
        double highest = heights.Max();
        foreach (double value in density)
        {
            highest = Math.Max(highest, value);
        }

        var up = new PlotRange(0, highest > 0 && double.IsFinite(Room * highest) ? Room * highest : 1);
        var frame = new PlotFrame(Side, LabelSigns, HasAxes, Caption is not null);
        Picture picture = frame.Blank();
        var canvas = new Canvas(picture);
        double bar = (double)Side / heights.Length;
        for (int i = 0; i < heights.Length; i++)
        {
            canvas.Fill(frame.Left + Math.Round(i * bar), frame.Top + Y(heights[i]), frame.Left + Math.Round((i + 1) * bar), frame.Top + Side, Ink.Bars);
        }

        for (int i = 1; i < density.Length; i++)
        {
            canvas.Line((frame.Left + i - 0.5, frame.Top + Y(density[i - 1])), (frame.Left + i + 0.5, frame.Top + Y(density[i])), 1.2 * frame.Zoom, Ink.Law);
        }

        frame.Draw(picture, Across, up, Caption ?? "");
        return picture;

        double Y(double height) => (1 - up.ShareOf(height)) * Side;
    }
}
