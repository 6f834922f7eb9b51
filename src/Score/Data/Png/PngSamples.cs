using System.Buffers.Binary;
using ScoreSde.Data.Files;

namespace ScoreSde.Data.Png;

/// <summary>Turns the bytes of rows into pixels.</summary>
internal static class PngSamples
{
    /// <summary>The picture.</summary>
    /// <param name="head">Its head.</param>
    /// <param name="rows">All rows, filters undone.</param>
    /// <param name="palette">The table of colours, three bytes each; empty without one.</param>
    /// <exception cref="DamagedFileException">A place in the table does not exist, or the picture is not opaque.</exception>
    public static PngPixels ToPixels(PngHeader head, byte[] rows, byte[] palette)
    {
        var samples = new ushort[head.Height * head.Width * head.Samples];
        int across = head.Width * head.Samples;
        for (int y = 0; y < head.Height; y++)
        {
            Unpack(rows.AsSpan(y * head.RowBytes, head.RowBytes), head.Bits, samples.AsSpan(y * across, across));
        }

        int largest = head.Bits == 16 ? ushort.MaxValue : byte.MaxValue;
        return head.Colour switch
        {
            PngColour.Palette => new(new(head.Height, head.Width, 3), largest, Coloured(samples, palette)),
            PngColour.GreyAlpha => new(new(head.Height, head.Width), largest, Opaque(samples, 2, largest)),
            PngColour.RgbAlpha => new(new(head.Height, head.Width, 3), largest, Opaque(samples, 4, largest)),
            PngColour.Rgb => new(new(head.Height, head.Width, 3), largest, samples),
            _ => new(new(head.Height, head.Width), largest, Stretched(samples, head.Bits)),
        };
    }

    private static void Unpack(ReadOnlySpan<byte> row, int bits, Span<ushort> samples)
    {
        for (int i = 0; i < samples.Length; i++)
        {
            samples[i] = bits switch
            {
                16 => BinaryPrimitives.ReadUInt16BigEndian(row[(2 * i)..]),
                8 => row[i],
                _ => (ushort)((row[i * bits / 8] >> (8 - bits - (i * bits % 8))) & ((1 << bits) - 1)),
            };
        }
    }

    private static ushort[] Stretched(ushort[] samples, int bits) => bits >= 8
        ? samples
        : Array.ConvertAll(samples, sample => (ushort)(sample * 255 / ((1 << bits) - 1)));

    private static ushort[] Coloured(ushort[] places, byte[] palette)
    {
        var values = new ushort[3 * places.Length];
        for (int i = 0; i < values.Length; i++)
        {
            int place = (3 * places[i / 3]) + (i % 3);
            values[i] = place < palette.Length ? palette[place] : throw new DamagedFileException("a pixel has a colour that its table lacks.");
        }

        return values;
    }

    private static ushort[] Opaque(ushort[] samples, int step, int largest)
    {
        var values = new ushort[samples.Length / step * (step - 1)];
        for (int pixel = 0; pixel < samples.Length / step; pixel++)
        {
            if (samples[(pixel * step) + step - 1] != largest)
            {
                throw new DamagedFileException("it is not opaque everywhere; pictures must be.");
            }

            samples.AsSpan(pixel * step, step - 1).CopyTo(values.AsSpan(pixel * (step - 1)));
        }

        return values;
    }
}
