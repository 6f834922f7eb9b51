using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ScoreSde.Lanes;
using ScoreSde.Lanes.Functions;

namespace ScoreSde.Noise;

/// <summary>
/// Two standard normals of two words x and y of 32 random bits: r cos θ and r sin θ with r = √(−2 ln u), u = (x + ½)/2³²,
/// θ = 2π (y + ½)/2³². G. Box, M. Muller, A note on the generation of random normal deviates, 1958.
/// </summary>
internal static class BoxMuller
{
    /// <summary>
    /// Words in, normals out. In float as in double no bit of the words is lost: |z| runs up to 6.764 and down to 0, and the
    /// float is within a few units of its last place of the double.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transform<TLanes, T>(ref TLanes x, ref TLanes y)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TLanes radius = TLanes.Sqrt(TLanes.Constant(-2) * LogOfUniform<TLanes, T>(x));
        Turn.SineCosine<TLanes, T>(y, out TLanes sine, out TLanes cosine);
        x = radius * cosine;
        y = radius * sine;
    }

    /// <summary>Pairs of vectors of words, one after the other, in; of normals out. A whole number of pairs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transform<TLanes, T>(Span<T> words)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ref T start = ref MemoryMarshal.GetReference(words);
        nuint count = (nuint)TLanes.Count;
        for (nuint i = 0; i < (nuint)words.Length; i += 2 * count)
        {
            TLanes x = TLanes.Load(ref start, i);
            TLanes y = TLanes.Load(ref start, i + count);
            Transform<TLanes, T>(ref x, ref y);
            TLanes.Store(x, ref start, i);
            TLanes.Store(y, ref start, i + count);
        }
    }

    /// <summary>ln((x + ½)/2³²), accurate relative to itself over all 2³² words.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes LogOfUniform<TLanes, T>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TLanes k;
        TLanes f;
        if (typeof(T) == typeof(float))
        {
            // u = high + low, each exact. Near 1 a float u would lose the digits of 1 − u, so there f = u − 1 is summed anew.
            TLanes high = (TLanes.ShiftRight(x, 16) | TLanes.Constant(128)) - TLanes.Constant(128);
            TLanes low = (x & TLanes.Bits(0xFFFF)) | TLanes.Constant(0.001953125);
            low -= TLanes.Constant(0.001953125 - (0.5 / (1L << 32)));
            Logarithm.Split<TLanes, T>(high + low, out k, out f);
            TLanes nearOne = (high - TLanes.Constant(65535.0 / 65536)) + (low - TLanes.Constant(1.0 / 65536));
            f = TLanes.Select(TLanes.Equal(k, TLanes.Constant(0)), nearOne, f);
        }
        else
        {
            // Every bit fits: the word under the bits of 2²⁰ stands for 2²⁰ + x/2³².
            TLanes u = (x | TLanes.Constant(1 << 20)) - TLanes.Constant((1 << 20) - (0.5 / (1L << 32)));
            Logarithm.Split<TLanes, T>(u, out k, out f);
        }

        return Logarithm.Sum<TLanes, T>(k, f);
    }
}
