using System.Numerics;

namespace ScoreSde.States.Kernels;

/// <summary>Looks for ∞ and NaN.</summary>
internal static class FiniteKernel
{
    /// <summary>The place of the first value that is not finite, or −1.</summary>
    public static int FirstNotFinite<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // A finite x gives x · 0 = ±0; ∞ and NaN give NaN, which a sum keeps.
        T sum = T.Zero;
        foreach (T value in values)
        {
            sum += value * T.Zero;
        }

        if (!T.IsNaN(sum))
        {
            return -1;
        }

        for (int i = 0; i < values.Length; i++)
        {
            if (!T.IsFinite(values[i]))
            {
                return i;
            }
        }

        return -1;
    }
}
