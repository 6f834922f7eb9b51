using System.Numerics;
using System.Runtime.InteropServices;

namespace ScoreSde.Metrics;

/// <summary>The one inner loop of moments and factors: target_i += factor · values_i, each with its own two roundings at any vector width.</summary>
internal static class ScaledAddition
{
    /// <summary>Adds to as many numbers as <paramref name="target"/> has.</summary>
    public static void Add(Span<double> target, double factor, ReadOnlySpan<double> values)
    {
        values = values[..target.Length];
        ref double t = ref MemoryMarshal.GetReference(target);
        ref double v = ref MemoryMarshal.GetReference(values);
        int i = 0;
        for (; i <= target.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            (Vector.LoadUnsafe(ref t, (nuint)i) + (factor * Vector.LoadUnsafe(ref v, (nuint)i))).StoreUnsafe(ref t, (nuint)i);
        }

        for (; i < target.Length; i++)
        {
            target[i] += factor * values[i];
        }
    }
}
