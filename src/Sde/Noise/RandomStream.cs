
namespace ScoreSde.Noise;

/// <summary>
/// Random numbers one after the other, for shuffles, data sets and starting weights: the words of the Philox blocks 0, 1, 2, …
/// of one sample under one key. Two streams with the same key and sample give the same numbers; a copy goes on independently.
/// The numbers are those that <see cref="Normals"/> is made of, so a key serves either a stream or normals.
/// </summary>
/// <param name="key">Seed, interval and purpose.</param>
/// <param name="sample">Which stream under that key, 0 ≤ sample &lt; 2⁵⁶.</param>
public struct RandomStream(NoiseKey key, long sample)
{
    private uint x0;
    private uint x1;
    private uint x2;
    private uint x3;
    private ulong taken;

    /// <summary>32 random bits.</summary>
    /// <exception cref="OverflowException">After 2³⁴ words.</exception>
    public uint NextUInt()
    {
        uint place = (uint)taken & 3;
        if (place == 0)
        {
            (x0, x1, x2, x3) = key.Block(sample, checked((uint)(taken >> 2)));
        }

        taken++;
        return place switch
        {
            0 => x0,
            1 => x1,
            2 => x2,
            _ => x3,
        };
    }

    /// <summary>64 random bits: two words, the first one above.</summary>
    public ulong NextULong()
    {
        ulong high = NextUInt();
        return (high << 32) | NextUInt();
    }

    /// <summary>A multiple of 2⁻⁵³ in [0, 1), uniform; two words.</summary>
    public double NextDouble() => (NextULong() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A whole number in [0, n), uniform without bias: D. Lemire, Fast random integer generation in an interval, 2019.</summary>
    /// <param name="n">The bound, at least 1.</param>
    public int NextBelow(int n)
    {
        uint bound = (uint)Require.Positive(n);
        ulong product = (ulong)NextUInt() * bound;
        if ((uint)product < bound)
        {
            // The 2³² mod n lowest fractions would come once too often.
            uint surplus = (0 - bound) % bound;
            while ((uint)product < surplus)
            {
                product = (ulong)NextUInt() * bound;
            }
        }

        return (int)(product >> 32);
    }

    /// <summary>A standard normal; two words, by the law of <see cref="Normals"/>: the first number of their pair.</summary>
    public double NextNormal()
    {
        uint first = NextUInt();
        return Normals.Pair(first, NextUInt()).First;
    }
}
