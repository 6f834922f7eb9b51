namespace ScoreSde.Images;

/// <summary>
/// The codes of a GIF picture: Lempel, Ziv and Welch's, of 9 to 12 bits, lowest bit first, in blocks of at most 255 bytes. When all codes are given away the table
/// begins anew.
/// </summary>
internal static class GifCodes
{
    private const int Bits = 8;
    private const int Clear = 1 << Bits;
    private const int End = Clear + 1;
    private const int MostCodes = 1 << 12;

    /// <summary>Writes places in a palette of 256.</summary>
    public static void Write(Stream stream, ReadOnlySpan<byte> places)
    {
        stream.WriteByte(Bits);
        var bits = new BlockBits(stream);

        // next[code · 256 + place] is the code of that string with one more place; 0, which is of one place alone, for none.
        var next = new ushort[MostCodes << Bits];
        int free = End + 1;
        int width = Bits + 1;
        bits.Add(Clear, width);
        int code = places[0];
        foreach (byte place in places[1..])
        {
            if (next[(code << Bits) + place] is > 0 and var longer)
            {
                code = longer;
                continue;
            }

            bits.Add(code, width);
            if (free < MostCodes)
            {
                next[(code << Bits) + place] = (ushort)free;

                // The reader is one code behind.
                width += free == 1 << width ? 1 : 0;
                free++;
            }
            else
            {
                bits.Add(Clear, width);
                Array.Clear(next);
                (free, width) = (End + 1, Bits + 1);
            }

            code = place;
        }

        bits.Add(code, width);

        // The reader gives away one more code for what it has just read.
        bits.Add(End, free < MostCodes && free == 1 << width ? width + 1 : width);
        bits.Finish();
    }

    private sealed class BlockBits(Stream stream)
    {
        private readonly byte[] block = new byte[255];
        private uint open;
        private int openBits;
        private int filled;

        public void Add(int code, int width)
        {
            open |= (uint)code << openBits;
            openBits += width;
            while (openBits >= 8)
            {
                Put((byte)open);
                open >>= 8;
                openBits -= 8;
            }
        }

        public void Finish()
        {
            if (openBits > 0)
            {
                Put((byte)open);
            }

            Flush();
            stream.WriteByte(0);
        }

        private void Put(byte value)
        {
            block[filled++] = value;
            if (filled == block.Length)
            {
                Flush();
            }
        }

        private void Flush()
        {
            if (filled > 0)
            {
                stream.WriteByte((byte)filled);
                stream.Write(block.AsSpan(0, filled));
                filled = 0;
            }
        }
    }
}
