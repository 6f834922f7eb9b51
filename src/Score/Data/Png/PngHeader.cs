using System.Buffers.Binary;
using ScoreSde.Data.Files;

namespace ScoreSde.Data.Png;

/// <summary>The chunk IHDR: size, bits of a sample and kind of pixels.</summary>
internal readonly record struct PngHeader(int Width, int Height, int Bits, PngColour Colour)
{
    private const int LongestSide = 1 << 16;
    private const long MostPixels = 1L << 26;

    /// <summary>Samples that the file has of one pixel.</summary>
    public int Samples => Colour switch { PngColour.Rgb => 3, PngColour.GreyAlpha => 2, PngColour.RgbAlpha => 4, _ => 1 };

    /// <summary>Bytes of a row, its filter left out.</summary>
    public int RowBytes => (int)((((long)Width * Samples * Bits) + 7) / 8);

    /// <summary>The distance in bytes to the pixel on the left, at least 1, by which filters work.</summary>
    public int PixelBytes => Math.Max(1, Samples * Bits / 8);

    /// <summary>Reads the chunk's data.</summary>
    /// <exception cref="DamagedFileException">It is damaged, too large, or interlaced.</exception>
    public static PngHeader Parse(ReadOnlySpan<byte> data)
    {
        if (data.Length != 13)
        {
            throw new DamagedFileException("its head is damaged.");
        }

        uint width = BinaryPrimitives.ReadUInt32BigEndian(data);
        uint height = BinaryPrimitives.ReadUInt32BigEndian(data[4..]);
        var (bits, colour) = (data[8], (PngColour)data[9]);
        bool isKnown = (colour, bits) switch
        {
            (PngColour.Grey, 1 or 2 or 4 or 8 or 16) => true,
            (PngColour.Palette, 1 or 2 or 4 or 8) => true,
            (PngColour.Rgb or PngColour.GreyAlpha or PngColour.RgbAlpha, 8 or 16) => true,
            _ => false,
        };
        if (!isKnown || data[10] != 0 || data[11] != 0 || data[12] > 1)
        {
            throw new DamagedFileException("its head names no kind of pixels that PNG has.");
        }

        if (width is 0 or > LongestSide || height is 0 or > LongestSide || (long)width * height > MostPixels)
        {
            throw new DamagedFileException($"a picture of {width} × {height} pixels is empty or larger than {MostPixels} pixels.");
        }

        return data[12] == 0
            ? new((int)width, (int)height, bits, colour)
            : throw new DamagedFileException("it is interlaced, which is not read; save it without.");
    }
}
