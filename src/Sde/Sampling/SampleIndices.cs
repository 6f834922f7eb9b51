namespace ScoreSde.Sampling;

/// <summary>The samples that random numbers have names for: those below 2⁵⁶ (<see cref="Noise.NoiseKey"/>).</summary>
internal static class SampleIndices
{
    private const long Most = 1L << 56;

    /// <summary>Refuses samples beyond.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The count is not positive, the first sample is negative, or their sum is beyond 2⁵⁶.</exception>
    /// <param name="first">The first sample.</param>
    /// <param name="count">Samples.</param>
    /// <param name="names">Names that each of them takes: its particles.</param>
    public static void Check(long first, long count, int names = 1)
    {
        Require.Positive(count);
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, (Most / names) - first);
    }
}
