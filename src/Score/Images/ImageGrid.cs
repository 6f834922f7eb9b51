using ScoreSde.Data;

namespace ScoreSde.Images;

/// <summary>
/// Lays pictures out in a grid, row by row. Values from <see cref="Low"/> to <see cref="High"/> become 0 (black) … 255 (white), values
/// beyond are cut off; give High &lt; Low for ink on paper. Three channels are red, green, blue; of any other number each is a grey
/// picture beside the next.
/// </summary>
/// <param name="Shape">One picture's shape.</param>
/// <param name="Low">The value that becomes black.</param>
/// <param name="High">The value that becomes white.</param>
public sealed record ImageGrid(ImageShape Shape, float Low, float High)
{
    private const int CaptionZoom = 2;
    private const int CaptionRows = (Glyphs.Height * CaptionZoom) + 6;

    /// <summary>Each pixel becomes a square of this many.</summary>
    public int Zoom { get; init; } = 4;

    /// <summary>Pixels between pictures and around them.</summary>
    public int Gap { get; init; } = 4;

    /// <summary>The byte between pictures.</summary>
    public byte Background { get; init; } = 128;

    /// <summary>What stands above them, as in <see cref="ScatterPicture.Caption"/>; null for nothing.</summary>
    public string? Caption { get; init; }

    /// <summary>Draws samples, [n, Shape.Dimension], <paramref name="columns"/> in a row.</summary>
    /// <exception cref="ArgumentException">The samples are not whole pictures, or the range is empty.</exception>
    public Picture Draw(ReadOnlySpan<float> samples, int columns)
    {
        Require.Positive(columns);
        Require.Positive(Zoom);
        ArgumentOutOfRangeException.ThrowIfNegative(Gap);
        if (samples.IsEmpty || samples.Length % Shape.Dimension != 0)
        {
            throw new ArgumentException($"{samples.Length} values are not pictures of {Shape.Dimension}.", nameof(samples));
        }

        if (!float.IsFinite(Low) || !float.IsFinite(High) || Low == High)
        {
            throw new ArgumentException("The range of values is empty.", nameof(samples));
        }

        int count = samples.Length / Shape.Dimension;
        columns = Math.Min(columns, count);
        if (Shape.Channels is not (1 or 3))
        {
            return (this with { Shape = Shape with { Channels = 1 } }).Draw(Planes(samples), columns * Shape.Channels);
        }

        int stepX = (Shape.Width * Zoom) + Gap;
        int rows = (count + columns - 1) / columns;
        int stepY = (Shape.Height * Zoom) + Gap;
        int top = Caption is null ? 0 : CaptionRows;
        var picture = new Picture((columns * stepX) + Gap, top + (rows * stepY) + Gap, Shape.Channels, Background);
        for (int i = 0; i < count; i++)
        {
            DrawOne(picture, samples.Slice(i * Shape.Dimension, Shape.Dimension), Gap + (i % columns * stepX), top + Gap + (i / columns * stepY));
        }

        new Canvas(picture).Text(Caption ?? "", Gap + 1, Gap + 1, CaptionZoom, Ink.Text);

        return picture;
    }

    // The channels of each picture one after the other, as grey pictures.
    private float[] Planes(ReadOnlySpan<float> samples)
    {
        int pixels = Shape.Height * Shape.Width;
        var planes = new float[samples.Length];
        for (int i = 0; i < planes.Length; i++)
        {
            int within = i % Shape.Dimension;
            planes[i] = samples[i - within + (within % pixels * Shape.Channels) + (within / pixels)];
        }

        return planes;
    }

    private void DrawOne(Picture picture, ReadOnlySpan<float> sample, int left, int top)
    {
        for (int y = 0; y < Shape.Height * Zoom; y++)
        {
            Span<byte> row = picture.Row(top + y).Slice(left * Shape.Channels, Shape.Width * Zoom * Shape.Channels);
            ReadOnlySpan<float> values = sample.Slice(y / Zoom * Shape.Width * Shape.Channels, Shape.Width * Shape.Channels);
            for (int k = 0; k < row.Length; k++)
            {
                int channel = k % Shape.Channels;
                row[k] = Shade(values[(k / Shape.Channels / Zoom * Shape.Channels) + channel]);
            }
        }
    }

    private byte Shade(float value)
    {
        float share = (value - Low) / (High - Low);
        return float.IsNaN(share) ? Background : (byte)MathF.Round(255 * Math.Clamp(share, 0, 1));
    }
}
