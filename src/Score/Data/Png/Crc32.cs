namespace ScoreSde.Data.Png;

/// <summary>The cyclic redundancy check of PNG, gzip and zip: polynomial x³² + x²⁶ + … + 1, reflected, 0xEDB88320.</summary>
internal static class Crc32
{
    private static readonly uint[] Table = MakeTable();

    /// <summary>The check of two spans, one after the other.</summary>
    public static uint Of(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second) => ~Add(Add(uint.MaxValue, first), second);

    /// <summary>The check of all that is left of a stream.</summary>
    public static uint Of(Stream stream)
    {
        var buffer = new byte[1 << 16];
        uint state = uint.MaxValue;
        for (int read = stream.Read(buffer); read > 0; read = stream.Read(buffer))
        {
            state = Add(state, buffer.AsSpan(0, read));
        }

        return ~state;
    }

    private static uint Add(uint state, ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
        {
            state = Table[(byte)(state ^ value)] ^ (state >> 8);
        }

        return state;
    }

    private static uint[] MakeTable()
    {
        var table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            uint state = i;
            for (int bit = 0; bit < 8; bit++)
            {
                state = (state & 1) != 0 ? (state >> 1) ^ 0xEDB88320 : state >> 1;
            }

            table[i] = state;
        }

        return table;
    }
}
