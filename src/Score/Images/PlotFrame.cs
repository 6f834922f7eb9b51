namespace ScoreSde.Images;

/// <summary>A square with two axes, ticks, numbers and a caption, into which a plot is drawn.</summary>
/// <param name="Side">Pixels along a side of the square.</param>
/// <param name="LabelSigns">Signs for which there is room left of the square.</param>
/// <param name="HasAxes">Whether there is more than the square.</param>
/// <param name="HasCaption">Whether there is room for a caption.</param>
internal readonly record struct PlotFrame(int Side, int LabelSigns, bool HasAxes, bool HasCaption)
{
    private const int TickLength = 4;
    private const int Pad = 6;

    /// <summary>Pixels of a dot of text.</summary>
    public int Zoom => Side >= 400 ? 2 : 1;

    /// <summary>Pixels left of the square.</summary>
    public int Left => HasAxes ? (LabelSigns * Glyphs.Advance * Zoom) + TickLength + Pad : 0;

    /// <summary>Pixels above it.</summary>
    public int Top => HasCaption ? (Glyphs.Height * Zoom) + (2 * Pad) : HasAxes ? Pad + Zoom : 0;

    /// <summary>A picture with the frame's size.</summary>
    public Picture Blank() => new(
        Left + Side + (HasAxes ? 2 * Glyphs.Advance * Zoom : 0), Top + Side + (HasAxes ? TickLength + (2 * Pad) + (Glyphs.Height * Zoom) : 0), channels: 3);

    /// <summary>Draws the axes about the square.</summary>
    public void Draw(Picture picture, PlotRange across, PlotRange up, string caption)
    {
        var canvas = new Canvas(picture);
        if (HasCaption)
        {
            canvas.Text(caption, Left + 1, Pad, Zoom, Ink.Text);
        }

        if (!HasAxes)
        {
            return;
        }

        int most = Math.Max(2, Side / (Zoom == 1 ? 45 : 75));
        int bottom = Top + Side;
        canvas.Fill(Left - 1, Top, Left, bottom + 1, Ink.Frame);
        canvas.Fill(Left - 1, bottom, Left + Side, bottom + 1, Ink.Frame);
        foreach ((double value, string text) in Fitting(across, most))
        {
            int x = Left + (int)Math.Round(across.ShareOf(value) * Side);
            canvas.Fill(x, bottom, x + 1, bottom + TickLength, Ink.Frame);
            canvas.Text(text, x - (WidthOf(text) / 2), bottom + TickLength + Pad, Zoom, Ink.Text);
        }

        foreach ((double value, string text) in up.Ticks(most))
        {
            int y = Top + (int)Math.Round((1 - up.ShareOf(value)) * Side);
            canvas.Fill(Left - TickLength, y, Left, y + 1, Ink.Frame);
            canvas.Text(text, Left - TickLength - 3 - WidthOf(text), y - (Glyphs.Height * Zoom / 2), Zoom, Ink.Text);
        }
    }

    // Fewer where their numbers would touch.
    private IReadOnlyList<(double Value, string Text)> Fitting(PlotRange across, int most)
    {
        for (; most > 1; most--)
        {
            double distance = across.Step(most) / across.Length * Side;
            IReadOnlyList<(double Value, string Text)> ticks = across.Ticks(most);
            if (ticks.Count < 2 || ticks.Max(static tick => tick.Text.Length) * Glyphs.Advance * Zoom < distance)
            {
                return ticks;
            }
        }

        return [.. across.Ticks(1).Take(1)];
    }

    private int WidthOf(string text) => ((text.Length * Glyphs.Advance) - 1) * Zoom;
}
