using System.Numerics;
using ScoreSde.Lanes;

namespace ScoreSde.States.Kernels;

/// <summary>Looks for ∞ and NaN.</summary>
internal static class FiniteKernel
{
    /// <summary>The place of the first value that is not finite, or −1.</summary>
    public static int FirstNotFinite<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var kernel = new FiniteCheck<T>(values);
        LaneDispatch.Run<T, FiniteCheck<T>>(ref kernel);
        if (kernel.AllFinite)
        {
            return -1;
        }

        int i = 0;
        while (T.IsFinite(values[i]))
        {
            i++;
        }

        return i;
    }
}
