using ScoreSde.Noise;

namespace ScoreSde.Paths;

/// <summary>The names of the normals in a binary tree over [0, 1] whose leaves are 2⁻³¹ long: two for the root, two for each inner node.</summary>
internal static class DyadicTree
{
    /// <summary>Levels of halving. With 31 the names of all nodes just fill the 32 bits of an interval.</summary>
    public const int Levels = 31;

    /// <summary>Leaves; points of the tree are multiples of 1/Leaves.</summary>
    public const long Leaves = 1L << Levels;

    /// <summary>The nearest point of the tree, as a multiple of 1/Leaves.</summary>
    public static long Point(double place) => (long)Math.Round(place * Leaves);

    /// <summary>A normal of the root: part 0 or 1.</summary>
    public static NoiseKey Root(ulong seed, NoisePurpose purpose, int part) => new(seed, (uint)part, purpose);

    /// <summary>A normal that halves node <paramref name="index"/> of 2^level: part 0 or 1.</summary>
    public static NoiseKey Node(ulong seed, NoisePurpose purpose, int level, long index, int part) =>
        new(seed, Node(level, index, part), purpose);

    /// <summary>The interval in that name.</summary>
    public static uint Node(int level, long index, int part) => (uint)((2 * ((1L << level) + index)) + part);

    /// <summary>The first level on which two points lie in different cells.</summary>
    public static int Parting(long a, long b) => Levels - (int)long.Log2(a ^ b);
}
