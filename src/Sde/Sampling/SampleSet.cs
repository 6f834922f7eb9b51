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

    /// <summary>How many samples there are, of what, what they cost, and the first numbers: <c>1000 samples of 2 numbers (Single), 49 evaluations each: [0.25, -1.5], …</c></summary>
    public override string ToString()
    {
        const int Shown = 4;
        if (Count == 0 || Dimension == 0 || Values.Length < Dimension)
        {
            return $"{Count} samples of {Dimension} numbers ({typeof(T).Name})";
        }

        string first = string.Join(", ", this[0][..Math.Min(Shown, Dimension)].ToArray().Select(static value => $"{value:G4}"));
        return $"{Count} samples of {Dimension} numbers ({typeof(T).Name}), {Evaluations} evaluations each: [{first}{(Dimension > Shown ? ", …" : "")}]{(Count > 1 ? ", …" : "")}";
    }
}
