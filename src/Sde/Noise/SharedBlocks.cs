using System.Numerics;

namespace ScoreSde.Noise;

/// <summary>Normals of samples of one or two numbers, which share blocks of four with their neighbours.</summary>
internal static class SharedBlocks
{
    /// <summary>Samples of more numbers have blocks of their own.</summary>
    public const int MostDimensions = 2;

    private const int Numbers = 4;

    /// <summary>values = (add ? values : 0) + scale · z from a number of the samples' common row on.</summary>
    public static void Write<T>(Span<T> values, long first, double scale, NoiseKey key, bool add)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (long block, long skipped) = Math.DivRem(first, Numbers);
        if (skipped > 0)
        {
            int head = Math.Min(values.Length, Numbers - (int)skipped);
            WritePart(values[..head], (int)skipped, block++, scale, key, add);
            values = values[head..];
        }

        int whole = values.Length / Numbers * Numbers;
        Normals.WriteRows(values[..whole], Numbers, block, scale, key, add);
        if (whole < values.Length)
        {
            WritePart(values[whole..], 0, block + (whole / Numbers), scale, key, add);
        }
    }

    private static void WritePart<T>(Span<T> values, int skipped, long block, double scale, NoiseKey key, bool add)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<T> all = stackalloc T[Numbers];
        values.CopyTo(all[skipped..]);
        Normals.WriteRows(all, Numbers, block, scale, key, add);
        all.Slice(skipped, values.Length).CopyTo(values);
    }
}
