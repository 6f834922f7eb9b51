namespace ScoreSde.Metrics;

/// <summary>Sorts floats and says where each came from: a radix sort of 64-bit words (value, index), stable and linear in time.</summary>
internal sealed class KeyIndexSort(int capacity)
{
    private const int Bits = 11;
    private const int Passes = 3;
    private const uint SignBit = 0x8000_0000;
    private readonly int[] counts = new int[Passes << Bits];
    private ulong[] words = new ulong[capacity];
    private ulong[] scratch = new ulong[capacity];

    /// <summary>Writes the values in ascending order and their places in <paramref name="values"/>; both targets as long as values.</summary>
    public void Sort(ReadOnlySpan<float> values, Span<float> sorted, Span<int> places)
    {
        Array.Clear(counts);
        for (int i = 0; i < values.Length; i++)
        {
            // Flipping the sign bit of positive and all bits of negative numbers makes the order of the words that of the values.
            uint bits = BitConverter.SingleToUInt32Bits(values[i]);
            uint key = bits ^ ((uint)((int)bits >> 31) | SignBit);
            words[i] = ((ulong)key << 32) | (uint)i;
            for (int pass = 0; pass < Passes; pass++)
            {
                counts[(pass << Bits) + Digit(key, pass)]++;
            }
        }

        for (int pass = 0; pass < Passes; pass++)
        {
            Scatter(values.Length, pass);
        }

        for (int i = 0; i < values.Length; i++)
        {
            uint key = (uint)(words[i] >> 32);
            uint bits = key ^ (~(uint)((int)key >> 31) | SignBit);
            sorted[i] = BitConverter.UInt32BitsToSingle(bits);
            places[i] = (int)(uint)words[i];
        }
    }

    private static int Digit(uint key, int pass) => (int)(key >> (pass * Bits)) & ((1 << Bits) - 1);

    private void Scatter(int length, int pass)
    {
        Span<int> starts = counts.AsSpan(pass << Bits, 1 << Bits);
        int start = 0;
        foreach (ref int count in starts)
        {
            (count, start) = (start, start + count);
        }

        for (int i = 0; i < length; i++)
        {
            scratch[starts[Digit((uint)(words[i] >> 32), pass)]++] = words[i];
        }

        (words, scratch) = (scratch, words);
    }
}
