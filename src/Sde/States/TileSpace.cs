using System.Numerics;
using ScoreSde.Noise;
using ScoreSde.States.Kernels;

namespace ScoreSde.States;

/// <summary>The states of one CPU worker: tiles of up to <see cref="TileWindow.Capacity"/> samples in float or double.</summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class TileSpace<T> : IVariedSpace<Tile<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Numbers of a single row that do not fill vectors by themselves, and as many targets as then do.
    private const int MostOfFew = 16;
    private const int MostTargets = 32;

    /// <param name="capacity">The most samples (rows) in a tile.</param>
    /// <param name="dimension">Numbers in one sample.</param>
    public TileSpace(int capacity, int dimension) =>
        Window = new TileWindow(Require.Positive(capacity), Require.Positive(dimension));

    /// <summary>Which samples the tiles of this space hold.</summary>
    public TileWindow Window { get; }

    /// <inheritdoc/>
    public int Dimension => Window.Dimension;

    /// <summary>Lets every tile of this space stand for samples firstSample … firstSample + rows − 1.</summary>
    public void MoveTo(long firstSample, int rows) => Window.MoveTo(firstSample, rows);

    /// <inheritdoc/>
    public Tile<T> Allocate() => new(Window);

    /// <inheritdoc/>
    public void Combine(Tile<T> target, params ReadOnlySpan<(double Weight, Tile<T> State)> terms)
    {
        ArgumentNullException.ThrowIfNull(target);
        CombineKernel.Run(target, terms);
    }

    /// <inheritdoc/>
    public void FillNormal(Tile<T> target, double scale, NoiseKey key)
    {
        ArgumentNullException.ThrowIfNull(target);
        Normals.Write(target.Values, Dimension, target.FirstSample, scale, key, add: false);
    }

    /// <inheritdoc/>
    public void FillNormals(ReadOnlySpan<Tile<T>> targets, ReadOnlySpan<double> scales, NoiseKey key, ReadOnlySpan<uint> intervals)
    {
        if (Window.Rows > 1 || Dimension > MostOfFew || targets.Length > MostTargets)
        {
            for (int k = 0; k < targets.Length; k++)
            {
                FillNormal(targets[k], scales[k], key with { Interval = intervals[k] });
            }

            return;
        }

        Span<T> values = stackalloc T[MostTargets * MostOfFew];
        values = values[..(targets.Length * Dimension)];
        Normals.WriteRow(values, Dimension, Window.FirstSample, scales, key, intervals);
        for (int k = 0; k < targets.Length; k++)
        {
            values.Slice(k * Dimension, Dimension).CopyTo(targets[k].Values);
        }
    }

    /// <inheritdoc/>
    public void AddNormal(Tile<T> target, double scale, NoiseKey key)
    {
        ArgumentNullException.ThrowIfNull(target);
        Normals.Write(target.Values, Dimension, target.FirstSample, scale, key, add: true);
    }

    /// <inheritdoc/>
    public void AddNormal(Tile<T> target, Tile<T> of, NumberVariance variance, Tile<T> noise, NoiseKey key)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(noise);
        ArgumentNullException.ThrowIfNull(of);
        FillNormal(noise, 1, key);
        Span<T> values = target.Values;
        ReadOnlySpan<T> variances = of.Values;
        ReadOnlySpan<T> z = noise.Values;
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = T.FusedMultiplyAdd(T.CreateTruncating(variance.DeviationOf(double.CreateTruncating(variances[i]))), z[i], values[i]);
        }
    }

    /// <inheritdoc/>
    public void FillSigns(Tile<T> target, NoiseKey key)
    {
        FillNormal(target, 1, key);
        foreach (ref T value in target.Values)
        {
            value = value < T.Zero ? T.NegativeOne : T.One;
        }
    }

    /// <inheritdoc/>
    public void Average(Tile<T> target, Tile<T> of)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(of);
        for (int row = 0; row < of.Rows; row++)
        {
            double sum = 0;
            foreach (T value in of.Row(row))
            {
                sum += double.CreateTruncating(value);
            }

            target.Row(row).Fill(T.CreateTruncating(sum / Dimension));
        }
    }

    /// <inheritdoc/>
    public void AverageProducts(Tile<T> target, Tile<T> a, Tile<T> b)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        for (int row = 0; row < a.Rows; row++)
        {
            double sum = 0;
            ReadOnlySpan<T> left = a.Row(row);
            ReadOnlySpan<T> right = b.Row(row);
            for (int i = 0; i < left.Length; i++)
            {
                sum = Math.FusedMultiplyAdd(double.CreateTruncating(left[i]), double.CreateTruncating(right[i]), sum);
            }

            target.Row(row).Fill(T.CreateTruncating(sum / Dimension));
        }
    }

    /// <inheritdoc/>
    public void AddByNormRatio(
        Tile<T> target, double weight, Tile<T> direction, Tile<T> numerator, Tile<T> denominator, int power)
    {
        ArgumentNullException.ThrowIfNull(denominator);
        ArgumentNullException.ThrowIfNull(direction);
        ArgumentNullException.ThrowIfNull(numerator);
        ArgumentNullException.ThrowIfNull(target);
        NormRatioKernel.Run(target, weight, direction, numerator, denominator, power);
    }
}
