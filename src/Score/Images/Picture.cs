namespace ScoreSde.Images;

/// <summary>A picture of bytes: grey (1 channel) or red, green, blue (3), row by row from the top left.</summary>
public sealed class Picture
{
    private readonly byte[] pixels;

    /// <summary>A picture of one colour.</summary>
    public Picture(int width, int height, int channels = 1, byte background = 255)
    {
        Width = Require.Positive(width);
        Height = Require.Positive(height);
        Channels = channels is 1 or 3
            ? channels
            : throw new ArgumentOutOfRangeException(nameof(channels), channels, "A picture has 1 or 3 channels.");
        pixels = new byte[Require.Numbers(Require.Numbers(height, width), channels, nameof(height))];
        Array.Fill(pixels, background);
    }

    /// <summary>Pixels in a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>1 or 3.</summary>
    public int Channels { get; }

    /// <summary>All bytes.</summary>
    public ReadOnlySpan<byte> Pixels => pixels;

    /// <summary>One row of bytes.</summary>
    public Span<byte> Row(int y) => pixels.AsSpan(y * Width * Channels, Width * Channels);
}
