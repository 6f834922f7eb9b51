using System.Numerics;

namespace ScoreSde.Cli.Forwarding;

/// <summary>Mean and standard deviation of all numbers of a batch, rows and coordinates alike.</summary>
internal readonly record struct Moments(double Mean, double Deviation)
{
    /// <summary>The moments of values, in two passes.</summary>
    public static Moments Of<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double sum = 0;
        foreach (T value in values)
        {
            sum += double.CreateTruncating(value);
        }

        double mean = sum / values.Length;
        double squares = 0;
        foreach (T value in values)
        {
            double d = double.CreateTruncating(value) - mean;
            squares += d * d;
        }

        return new(mean, Math.Sqrt(squares / values.Length));
    }

    /// <summary>What noise makes of them: mean α m, deviation √(α² s² + σ²).</summary>
    public Moments Noised(double meanScale, double variance) =>
        new(meanScale * Mean, Math.Sqrt((meanScale * meanScale * Deviation * Deviation) + variance));
}
