namespace ScoreSde.Sampling;

/// <summary>The samples that random numbers have names for: those below 2⁵⁶ (<see cref="Noise.NoiseKey"/>).</summary>
internal static class SampleIndices
{
    private const long Most = 1L << 56;

    /// <summary>Refuses samples beyond.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The count is not positive, the first sample is negative, or their sum is beyond 2⁵⁶.</exception>
    public static void Check(long first, long count)
    {
        Require.Positive(count);
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Most - first);
    }
}
