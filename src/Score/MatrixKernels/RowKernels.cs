using System.Numerics;
using System.Runtime.CompilerServices;

namespace ScoreSde.MatrixKernels;

/// <summary>Element by element over spans of one length. The target may be any of the sources, at the same place.</summary>
/// <remarks>Each element is one operation, so that the bits are the same for every vector width.</remarks>
internal static class RowKernels
{
    /// <summary>target = a + b.</summary>
    public static void Add<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> target)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int i = 0;
        for (; i <= target.Length - Vector<T>.Count; i += Vector<T>.Count)
        {
            (new Vector<T>(a[i..]) + new Vector<T>(b[i..])).CopyTo(target[i..]);
        }

        for (; i < target.Length; i++)
        {
            target[i] = a[i] + b[i];
        }
    }

    /// <summary>target = a · b.</summary>
    public static void Multiply<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> target)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int i = 0;
        for (; i <= target.Length - Vector<T>.Count; i += Vector<T>.Count)
        {
            (new Vector<T>(a[i..]) * new Vector<T>(b[i..])).CopyTo(target[i..]);
        }

        for (; i < target.Length; i++)
        {
            target[i] = a[i] * b[i];
        }
    }

    /// <summary>target = a · b + c, rounded once.</summary>
    public static void MultiplyAdd<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<T> c, Span<T> target)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int i = 0;
        for (; i <= target.Length - Vector<T>.Count; i += Vector<T>.Count)
        {
            FusedMultiplyAdd(new Vector<T>(a[i..]), new Vector<T>(b[i..]), new Vector<T>(c[i..])).CopyTo(target[i..]);
        }

        for (; i < target.Length; i++)
        {
            target[i] = T.FusedMultiplyAdd(a[i], b[i], c[i]);
        }
    }

    /// <summary>target = factor · a + targetFactor · target, the sum rounded once.</summary>
    public static void Combine<T>(T factor, ReadOnlySpan<T> a, T targetFactor, Span<T> target)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var wide = new Vector<T>(factor);
        var wideTarget = new Vector<T>(targetFactor);
        int i = 0;
        for (; i <= target.Length - Vector<T>.Count; i += Vector<T>.Count)
        {
            FusedMultiplyAdd(wide, new Vector<T>(a[i..]), wideTarget * new Vector<T>(target[i..])).CopyTo(target[i..]);
        }

        for (; i < target.Length; i++)
        {
            target[i] = T.FusedMultiplyAdd(factor, a[i], targetFactor * target[i]);
        }
    }

    /// <summary>target = addend + factor · target, rounded once each: <see cref="Combine"/> where a is 1.</summary>
    public static void AddToMultiple<T>(T addend, T factor, Span<T> target)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < target.Length; i++)
        {
            target[i] = addend + (factor * target[i]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> FusedMultiplyAdd<T>(Vector<T> a, Vector<T> b, Vector<T> c)
        where T : unmanaged, IFloatingPointIeee754<T> => typeof(T) == typeof(float)
            ? Vector.FusedMultiplyAdd(a.As<T, float>(), b.As<T, float>(), c.As<T, float>()).As<float, T>()
            : Vector.FusedMultiplyAdd(a.As<T, double>(), b.As<T, double>(), c.As<T, double>()).As<double, T>();
}
