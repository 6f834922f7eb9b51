using System.Numerics;

namespace ScoreSde.Guidance;

/// <summary>φ s(ε_c)/s(g) + 1 − φ of one sample, s² the mean square of its numbers about their own mean, in double, in their order.</summary>
internal static class Rescaling
{
    /// <summary>By what the guided row is multiplied; 1 where it has no deviation.</summary>
    public static double Factor<T>(ReadOnlySpan<T> conditional, ReadOnlySpan<T> guided, double share)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double spread = Deviation(guided);
        return spread == 0 ? 1 : (share * Deviation(conditional) / spread) + (1 - share);
    }

    private static double Deviation<T>(ReadOnlySpan<T> row)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double mean = 0;
        foreach (T value in row)
        {
            mean += double.CreateTruncating(value);
        }

        mean /= row.Length;
        double sum = 0;
        foreach (T value in row)
        {
            double off = double.CreateTruncating(value) - mean;
            sum += off * off;
        }

        return Math.Sqrt(sum / row.Length);
    }
}
