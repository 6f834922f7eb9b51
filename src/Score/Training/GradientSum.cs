using System.Numerics;
using System.Runtime.InteropServices;

namespace ScoreSde.Training;

/// <summary>target ← target + other, element by element; the two do not overlap.</summary>
internal static class GradientSum
{
    public static void Add(Span<float> target, ReadOnlySpan<float> other)
    {
        Span<Vector<float>> t = MemoryMarshal.Cast<float, Vector<float>>(target);
        ReadOnlySpan<Vector<float>> o = MemoryMarshal.Cast<float, Vector<float>>(other);
        for (int i = 0; i < t.Length; i++)
        {
            t[i] += o[i];
        }

        for (int i = t.Length * Vector<float>.Count; i < target.Length; i++)
        {
            target[i] += other[i];
        }
    }
}
