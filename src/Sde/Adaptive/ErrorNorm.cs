using System.Numerics;

namespace ScoreSde.Adaptive;

/// <summary>The size of an error in units of what is allowed.</summary>
internal static class ErrorNorm
{
    /// <summary>√(mean (error_i/(absolute + relative · max(|a_i|, |b_i|)))²), in double and in order, so that its bits depend on nothing else.</summary>
    public static double Of<T>(ReadOnlySpan<T> error, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Tolerance tolerance)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double sum = 0;
        for (int i = 0; i < error.Length; i++)
        {
            double size = Math.Max(Math.Abs(double.CreateTruncating(a[i])), Math.Abs(double.CreateTruncating(b[i])));
            double ratio = double.CreateTruncating(error[i]) / (tolerance.Absolute + (tolerance.Relative * size));
            sum += ratio * ratio;
        }

        return Math.Sqrt(sum / error.Length);
    }
}
