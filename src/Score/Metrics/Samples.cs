using System.Numerics;
using ScoreSde.Data;
using ScoreSde.Sampling;

namespace ScoreSde.Metrics;

/// <summary>A read-only view of finite samples, [Count, Dimension], row-major.</summary>
public readonly record struct Samples
{
    /// <summary>A view of <paramref name="values"/>.</summary>
    /// <exception cref="ArgumentException">The values are not at least one whole row.</exception>
    public Samples(ReadOnlyMemory<float> values, int dimension)
    {
        Require.Positive(dimension);
        if (values.IsEmpty || values.Length % dimension != 0)
        {
            throw new ArgumentException($"{values.Length} values are not rows of {dimension}.", nameof(values));
        }

        Values = values;
        Dimension = dimension;
    }

    /// <summary>All values.</summary>
    public ReadOnlyMemory<float> Values { get; }

    /// <summary>Numbers in a row.</summary>
    public int Dimension { get; }

    /// <summary>Rows.</summary>
    public int Count => Values.Length / Dimension;

    /// <summary>One row.</summary>
    public ReadOnlySpan<float> this[int row] => Values.Span.Slice(row * Dimension, Dimension);

    /// <summary>A data set's rows.</summary>
    public static Samples Of(DataSet data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return new(data.Memory, data.Dimension);
    }

    /// <summary>What a sampler made, rounded to float.</summary>
    public static Samples Of<T>(SampleSet<T> set)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(set);
        if (set.Values is float[] floats)
        {
            return new(floats, set.Dimension);
        }

        var values = new float[set.Values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = float.CreateTruncating(set.Values[i]);
        }

        return new(values, set.Dimension);
    }

    /// <summary>The rows from <paramref name="start"/> on.</summary>
    public Samples Slice(int start, int count) => new(Values.Slice(start * Dimension, count * Dimension), Dimension);

    /// <summary>A copy of the rows named, in that order.</summary>
    public Samples Select(ReadOnlySpan<int> rows)
    {
        var chosen = new float[rows.Length * Dimension];
        for (int i = 0; i < rows.Length; i++)
        {
            this[rows[i]].CopyTo(chosen.AsSpan(i * Dimension));
        }

        return new(chosen, Dimension);
    }
}
