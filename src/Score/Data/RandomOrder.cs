using ScoreSde.Noise;

namespace ScoreSde.Data;

/// <summary>Random permutations and sub-sets that are pure functions of a key: rows are put in the order of keyed 64-bit numbers.</summary>
public static class RandomOrder
{
    /// <summary>A uniformly random permutation of 0 … count − 1.</summary>
    public static int[] Of(int count, NoiseKey key)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var rows = new int[count];
        for (int i = 0; i < count; i++)
        {
            rows[i] = i;
        }

        Sort(rows, key);
        return rows;
    }

    /// <summary>Puts rows into the order of their keyed numbers: a row's number depends on the row and the key alone.</summary>
    public static void Sort(Span<int> rows, NoiseKey key)
    {
        var ranks = new ulong[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            (uint high, uint low, _, _) = key.Block(rows[i], 0);
            ranks[i] = ((ulong)high << 32) | low;
        }

        ranks.AsSpan().Sort(rows);
    }
}
