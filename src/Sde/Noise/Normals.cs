using System.Numerics;

namespace ScoreSde.Noise;

/// <summary>Standard normals by the Box–Muller transform of Philox bits.</summary>
public static class Normals
{
    /// <summary>values = (add ? values : 0) + scale · z for rows of consecutive samples.</summary>
    internal static void Write<T>(Span<T> values, int dimension, long firstSample, double scale, NoiseKey key, bool add)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T factor = T.CreateTruncating(scale);
        int rows = values.Length / dimension;
        Span<T> z = stackalloc T[4];
        for (int row = 0; row < rows; row++)
        {
            Span<T> target = values.Slice(row * dimension, dimension);
            for (int j = 0; j < dimension; j += 4)
            {
                (uint x0, uint x1, uint x2, uint x3) = Philox4x32.Block(key, firstSample + row, (uint)(j / 4));
                (z[0], z[1]) = BoxMuller<T>(x0, x1);
                (z[2], z[3]) = BoxMuller<T>(x2, x3);
                for (int k = 0; k < Math.Min(4, dimension - j); k++)
                {
                    target[j + k] = add ? T.FusedMultiplyAdd(factor, z[k], target[j + k]) : factor * z[k];
                }
            }
        }
    }

    /// <summary>The two normals of two random words.</summary>
    internal static (double First, double Second) Pair(uint a, uint b) => BoxMuller<double>(a, b);

    private static (T First, T Second) BoxMuller<T>(uint a, uint b)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double u = (a + 0.5) * (1.0 / 4294967296.0);
        double radius = Math.Sqrt(-2 * Math.Log(u));
        (double sine, double cosine) = Math.SinCos(2 * Math.PI * (b + 0.5) * (1.0 / 4294967296.0));
        return (T.CreateTruncating(radius * cosine), T.CreateTruncating(radius * sine));
    }
}
