using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ScoreSde.Metrics;

/// <summary>
/// Points packed for distances: panels of <see cref="Width"/> points, coordinate by coordinate, the last panel filled up with zeros.
/// </summary>
/// <remarks>
/// Every distance adds (x_k − y_k)² in the order of k with separate multiplication and addition, each of which IEEE 754 defines
/// exactly, so that the bits depend neither on the vector width nor on a pair's place.
/// </remarks>
internal sealed class PointPanels
{
    /// <summary>Points in a panel.</summary>
    public const int Width = 64;

    private const int Lanes = 16;
    private readonly float[] packed;

    public PointPanels(Samples points)
    {
        Count = points.Count;
        Dimension = points.Dimension;
        Panels = (Count + Width - 1) / Width;
        packed = new float[Panels * Width * Dimension];
        for (int row = 0; row < Count; row++)
        {
            ReadOnlySpan<float> point = points[row];
            int first = (row / Width * Width * Dimension) + (row % Width);
            for (int k = 0; k < point.Length; k++)
            {
                packed[first + (k * Width)] = point[k];
            }
        }
    }

    /// <summary>Points.</summary>
    public int Count { get; }

    /// <summary>Numbers in a point.</summary>
    public int Dimension { get; }

    /// <summary>Panels.</summary>
    public int Panels { get; }

    /// <summary>Points in a panel; fewer than <see cref="Width"/> in the last one only.</summary>
    public int CountIn(int panel) => Math.Min(Width, Count - (panel * Width));

    /// <summary>The squared distances of a point from the points of a panel; entries beyond the panel's count mean nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void SquaredDistances(ReadOnlySpan<float> point, int panel, Span<float> squares)
    {
        ref float y = ref MemoryMarshal.GetReference(packed.AsSpan(panel * Width * Dimension, Width * Dimension));
        Vector512<float> s0 = Vector512<float>.Zero;
        Vector512<float> s1 = Vector512<float>.Zero;
        Vector512<float> s2 = Vector512<float>.Zero;
        Vector512<float> s3 = Vector512<float>.Zero;
        for (int k = 0; k < point.Length; k++)
        {
            Vector512<float> x = Vector512.Create(point[k]);
            Vector512<float> d0 = x - Vector512.LoadUnsafe(ref y, (nuint)(k * Width));
            Vector512<float> d1 = x - Vector512.LoadUnsafe(ref y, (nuint)((k * Width) + Lanes));
            Vector512<float> d2 = x - Vector512.LoadUnsafe(ref y, (nuint)((k * Width) + (2 * Lanes)));
            Vector512<float> d3 = x - Vector512.LoadUnsafe(ref y, (nuint)((k * Width) + (3 * Lanes)));
            s0 += d0 * d0;
            s1 += d1 * d1;
            s2 += d2 * d2;
            s3 += d3 * d3;
        }

        s0.CopyTo(squares);
        s1.CopyTo(squares[Lanes..]);
        s2.CopyTo(squares[(2 * Lanes)..]);
        s3.CopyTo(squares[(3 * Lanes)..]);
    }

    /// <summary>The products θ·y with the points of a panel, added in the order of k.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Project(ReadOnlySpan<float> direction, int panel, Span<float> products)
    {
        ref float y = ref MemoryMarshal.GetReference(packed.AsSpan(panel * Width * Dimension, Width * Dimension));
        Vector512<float> s0 = Vector512<float>.Zero;
        Vector512<float> s1 = Vector512<float>.Zero;
        Vector512<float> s2 = Vector512<float>.Zero;
        Vector512<float> s3 = Vector512<float>.Zero;
        for (int k = 0; k < direction.Length; k++)
        {
            Vector512<float> x = Vector512.Create(direction[k]);
            s0 += x * Vector512.LoadUnsafe(ref y, (nuint)(k * Width));
            s1 += x * Vector512.LoadUnsafe(ref y, (nuint)((k * Width) + Lanes));
            s2 += x * Vector512.LoadUnsafe(ref y, (nuint)((k * Width) + (2 * Lanes)));
            s3 += x * Vector512.LoadUnsafe(ref y, (nuint)((k * Width) + (3 * Lanes)));
        }

        s0.CopyTo(products);
        s1.CopyTo(products[Lanes..]);
        s2.CopyTo(products[(2 * Lanes)..]);
        s3.CopyTo(products[(3 * Lanes)..]);
    }
}
