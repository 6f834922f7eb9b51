using System.Buffers.Binary;

namespace ScoreSde.Images;

/// <summary>
/// Writes animated GIF files that begin anew without end, each picture with its own <see cref="Palette"/>. CompuServe, Graphics Interchange Format, version 89a,
/// with the application block NETSCAPE2.0. The same pictures give the same bytes.
/// </summary>
public static class GifFile
{
    private const int MostSide = ushort.MaxValue;
    private const byte LocalTableOf256 = 0x87;
    private const byte DepthOf8 = 0x70;

    /// <summary>Writes pictures to a stream.</summary>
    /// <exception cref="ArgumentException">The pictures differ in size or are wider or higher than 65,535 pixels, or there is none.</exception>
    public static void Write(Stream stream, AnimationFrames frames)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(frames);
        bool isFirst = true;
        foreach ((Picture picture, ushort delay) in frames.All())
        {
            if (isFirst)
            {
                Begin(stream, picture);
                isFirst = false;
            }

            WritePicture(stream, picture, delay);
        }

        stream.WriteByte(0x3B);
    }

    private static void Begin(Stream stream, Picture picture)
    {
        if (picture.Width > MostSide || picture.Height > MostSide)
        {
            throw new ArgumentException($"A GIF file holds pictures of at most {MostSide} × {MostSide} pixels, not {picture.Width} × {picture.Height}.", nameof(picture));
        }

        stream.Write("GIF89a"u8);
        Number(stream, picture.Width);
        Number(stream, picture.Height);
        stream.Write([DepthOf8, 0, 0]);

        // Begin anew without end.
        stream.Write([0x21, 0xFF, 11]);
        stream.Write("NETSCAPE2.0"u8);
        stream.Write([3, 1, 0, 0, 0]);
    }

    private static void WritePicture(Stream stream, Picture picture, ushort delay)
    {
        stream.Write([0x21, 0xF9, 4, 0]);
        Number(stream, delay);
        stream.Write([0, 0, 0x2C, 0, 0, 0, 0]);
        Number(stream, picture.Width);
        Number(stream, picture.Height);
        stream.WriteByte(LocalTableOf256);
        var palette = Palette.Of(picture);
        stream.Write(palette.Colours);
        GifCodes.Write(stream, palette.Places(picture));
    }

    private static void Number(Stream stream, int value)
    {
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)value);
        stream.Write(bytes);
    }
}
