using ScoreSde.Comparison.Measures;
using ScoreSde.Metrics;

namespace ScoreSde.Comparison.References;

/// <summary>
/// The root mean square of ‖x − x_exact‖ over the first samples of a run, x_exact where the exact solution ends from the same start: a solver is judged sample by
/// sample, and no chance in the draw of samples blurs it.
/// </summary>
/// <param name="facts">What a report says of it.</param>
/// <param name="ends">The exact ends in the data's units, row-major.</param>
/// <param name="dimension">Numbers in a sample.</param>
/// <param name="ofStochastic">Whether it is for methods that draw noise, or for those that draw none.</param>
public sealed class EndsDistance(MeasureFacts facts, ReadOnlyMemory<double> ends, int dimension, bool ofStochastic) : Measure(facts)
{
    /// <summary>Samples that are followed.</summary>
    public int Paths => ends.Length / dimension;

    /// <inheritdoc/>
    public override bool AppliesTo(bool isStochastic) => isStochastic == ofStochastic;

    /// <inheritdoc/>
    public override MetricValue Of(Samples samples) =>
        Between(Array.ConvertAll(samples.Values[..ends.Length].ToArray(), static value => (double)value), ends.Span, dimension);

    /// <summary>The distance between two sets of ends, with its standard error.</summary>
    /// <exception cref="ArgumentException">The ends are not as many on both sides, or no whole number of samples.</exception>
    public static MetricValue Between(ReadOnlySpan<double> first, ReadOnlySpan<double> second, int dimension)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(dimension);
        if (first.IsEmpty || first.Length != second.Length || first.Length % dimension != 0)
        {
            throw new ArgumentException($"{first.Length} and {second.Length} numbers are not the same whole number of samples of {dimension}.", nameof(second));
        }

        var squares = new double[first.Length / dimension];
        for (int i = 0; i < first.Length; i++)
        {
            squares[i / dimension] += (first[i] - second[i]) * (first[i] - second[i]);
        }

        double mean = squares.Average();
        double spread = Math.Sqrt(squares.Sum(square => (square - mean) * (square - mean)) / Math.Max(1, squares.Length - 1));
        double root = Math.Sqrt(mean);

        // The deviation of a root is that of its square over twice the root.
        return new(root, root == 0 ? 0 : spread / Math.Sqrt(squares.Length) / (2 * root));
    }
}
