using System.Numerics;

namespace ScoreSde.Sampling;

/// <summary>The samples of a run, [count, dimension], row-major, and what they cost.</summary>
/// <param name="Values">The samples; length Count · Dimension.</param>
/// <param name="Count">Samples.</param>
/// <param name="Dimension">Numbers in one sample.</param>
/// <param name="Evaluations">Score evaluations that each sample took, counted, not computed; a product with the Jacobian counts as two.</param>
/// <typeparam name="T">float or double.</typeparam>
public sealed record SampleSet<T>(T[] Values, int Count, int Dimension, int Evaluations)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>One sample.</summary>
    public ReadOnlySpan<T> this[int sample] => Values.AsSpan(sample * Dimension, Dimension);
}
