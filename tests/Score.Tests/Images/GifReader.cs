namespace ScoreSde.Tests.Images;

/// <summary>Reads a GIF file by the letter of its specification, to hold the writer to it.</summary>
internal static class GifReader
{
    /// <summary>The pictures' pixels as red, green, blue, and their delays in hundredths of a second.</summary>
    public static (int Width, int Height, bool IsEndless, List<(byte[] Pixels, int Delay)> Frames) Read(byte[] file)
    {
        Assert.Equal("GIF89a"u8.ToArray(), file[..6]);
        (int width, int height) = (Number(file, 6), Number(file, 8));
        Assert.Equal(0, file[10] & 0x80);
        int at = 13;
        int delay = 0;
        bool isEndless = false;
        var frames = new List<(byte[], int)>();
        while (file[at] != 0x3B)
        {
            if (file[at] == 0x21)
            {
                int kind = file[at + 1];
                at += 2;
                byte[] block = Blocks(file, ref at);
                delay = kind == 0xF9 ? Number(block, 1) : delay;
                isEndless |= kind == 0xFF && block.AsSpan(0, 11).SequenceEqual("NETSCAPE2.0"u8) && Number(block, 12) == 0;
                continue;
            }

            Assert.Equal(0x2C, file[at]);
            Assert.Equal((0, 0, width, height), (Number(file, at + 1), Number(file, at + 3), Number(file, at + 5), Number(file, at + 7)));
            Assert.Equal(0x87, file[at + 9]);
            byte[] palette = file[(at + 10)..(at + 10 + 768)];
            at += 10 + 768;
            int bits = file[at++];
            byte[] places = Unpacked(Blocks(file, ref at), bits);
            Assert.Equal(width * height, places.Length);
            frames.Add(([.. places.SelectMany(place => palette[(3 * place)..((3 * place) + 3)])], delay));
        }

        Assert.Equal(file.Length, at + 1);
        return (width, height, isEndless, frames);
    }

    private static int Number(byte[] bytes, int at) => bytes[at] | (bytes[at + 1] << 8);

    private static byte[] Blocks(byte[] file, ref int at)
    {
        var all = new List<byte>();
        while (file[at] > 0)
        {
            all.AddRange(file[(at + 1)..(at + 1 + file[at])]);
            at += 1 + file[at];
        }

        at++;
        return [.. all];
    }

    private static byte[] Unpacked(byte[] codes, int bits)
    {
        (int clear, int end) = (1 << bits, (1 << bits) + 1);
        List<byte[]> table = [];
        int width = bits + 1;
        byte[]? before = null;
        var result = new List<byte>();
        for (int place = 0; ;)
        {
            int code = 0;
            for (int bit = 0; bit < width; bit++, place++)
            {
                code |= ((codes[place / 8] >> (place % 8)) & 1) << bit;
            }

            if (code == end)
            {
                // What is left is padding of the last byte.
                Assert.Equal((place + 7) / 8, codes.Length);
                return [.. result];
            }

            if (code == clear)
            {
                table = [.. Enumerable.Range(0, clear + 2).Select(static value => new[] { (byte)value })];
                (width, before) = (bits + 1, null);
                continue;
            }

            byte[] now = code < table.Count ? table[code] : [.. before!, before![0]];
            result.AddRange(now);
            if (before is not null && table.Count < 4096)
            {
                table.Add([.. before, now[0]]);
                width += table.Count == 1 << width && width < 12 ? 1 : 0;
            }

            before = now;
        }
    }
}
