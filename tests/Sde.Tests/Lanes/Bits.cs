using System.Numerics;
using System.Runtime.InteropServices;

namespace ScoreSde.Tests.Lanes;

/// <summary>Numbers of every kind, and comparison bit by bit.</summary>
internal static class Bits
{
    /// <summary>Random bits, numbers of moderate size, and the special values, by turns.</summary>
    public static T[] Mixture<T>(int seed, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] special =
        [
            T.Zero, T.NegativeZero, T.One, T.NegativeOne, T.PositiveInfinity, T.NegativeInfinity, T.Epsilon, -T.Epsilon,
            T.CreateTruncating(1e-38), T.CreateTruncating(3e38), T.CreateTruncating(-103.97), T.CreateTruncating(88.72),
        ];
        var random = new Random(seed);
        var values = new T[count];
        random.NextBytes(MemoryMarshal.AsBytes(values.AsSpan()));
        for (int i = 0; i < count; i++)
        {
            values[i] = (i % 3) switch
            {
                0 when !T.IsNaN(values[i]) => values[i],
                1 => T.CreateTruncating((random.NextDouble() - 0.5) * 50),
                _ => special[random.Next(special.Length)],
            };
        }

        return values;
    }

    /// <summary>The same bits; any NaN equals any NaN, whose sign and payload IEEE 754 leaves open.</summary>
    public static void Same<T>(ReadOnlySpan<T> expected, ReadOnlySpan<T> actual, string what)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            bool same = T.IsNaN(expected[i])
                ? T.IsNaN(actual[i])
                : MemoryMarshal.AsBytes(expected.Slice(i, 1)).SequenceEqual(MemoryMarshal.AsBytes(actual.Slice(i, 1)));
            Assert.True(same, $"{what}, place {i}: expected {expected[i]}, got {actual[i]}.");
        }
    }
}
