using System.Buffers.Binary;

namespace ScoreSde.Images;

/// <summary>
/// Writes animated PNG files that begin anew without end: a program that knows PNG alone shows the first picture. W3C, Portable Network Graphics, third
/// edition, 11.3.6. The same pictures give the same bytes.
/// </summary>
public static class ApngFile
{
    /// <summary>Writes pictures to a stream.</summary>
    /// <exception cref="ArgumentException">The pictures differ in size, or there is none.</exception>
    public static void Write(Stream stream, AnimationFrames frames)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(frames);
        Span<byte> count = stackalloc byte[8];
        BinaryPrimitives.WriteInt32BigEndian(count, frames.Count);
        count[4..].Clear();
        int sequence = 0;
        foreach ((Picture picture, ushort delay) in frames.All())
        {
            bool isFirst = sequence == 0;
            if (isFirst)
            {
                PngFile.Begin(stream, picture);
                PngFile.WriteChunk(stream, "acTL"u8, count);
            }

            PngFile.WriteChunk(stream, "fcTL"u8, Control(picture, sequence++, delay));
            byte[] packed = PngFile.Packed(picture);
            if (isFirst)
            {
                PngFile.WriteChunk(stream, "IDAT"u8, packed);
            }
            else
            {
                var data = new byte[packed.Length + 4];
                BinaryPrimitives.WriteInt32BigEndian(data, sequence++);
                packed.CopyTo(data, 4);
                PngFile.WriteChunk(stream, "fdAT"u8, data);
            }
        }

        PngFile.WriteChunk(stream, "IEND"u8, []);
    }

    // Whole pictures, each in the place of the one before.
    private static byte[] Control(Picture picture, int sequence, ushort delay)
    {
        const ushort Hundredths = 100;
        var control = new byte[26];
        BinaryPrimitives.WriteInt32BigEndian(control, sequence);
        BinaryPrimitives.WriteInt32BigEndian(control.AsSpan(4), picture.Width);
        BinaryPrimitives.WriteInt32BigEndian(control.AsSpan(8), picture.Height);
        BinaryPrimitives.WriteUInt16BigEndian(control.AsSpan(20), delay);
        BinaryPrimitives.WriteUInt16BigEndian(control.AsSpan(22), Hundredths);
        return control;
    }
}
