namespace ScoreSde.Inverse.Operators;

/// <summary>Inpainting: A keeps some coordinates, in their order, and drops the rest.</summary>
public sealed class Mask : ILinearOperator
{
    private readonly int[] kept;

    /// <param name="isKept">For each coordinate of a sample whether it is measured; at least one is.</param>
    public Mask(ReadOnlySpan<bool> isKept)
    {
        Inputs = isKept.Length;
        var indices = new List<int>();
        for (int i = 0; i < isKept.Length; i++)
        {
            if (isKept[i])
            {
                indices.Add(i);
            }
        }

        kept = indices.Count > 0 ? [.. indices] : throw new ArgumentException("A mask must keep a coordinate.", nameof(isKept));
    }

    /// <inheritdoc/>
    public int Inputs { get; }

    /// <inheritdoc/>
    public int Outputs => kept.Length;

    /// <summary>Drops a rectangle of a picture and keeps the rest.</summary>
    /// <param name="height">Rows of the picture.</param>
    /// <param name="width">Columns of the picture.</param>
    /// <param name="top">First row of the hole.</param>
    /// <param name="left">First column of the hole.</param>
    /// <param name="rows">Rows of the hole.</param>
    /// <param name="columns">Columns of the hole.</param>
    public static Mask WithHole(int height, int width, int top, int left, int rows, int columns)
    {
        var isKept = new bool[Require.Positive(height) * Require.Positive(width)];
        for (int i = 0; i < isKept.Length; i++)
        {
            (int row, int column) = Math.DivRem(i, width);
            isKept[i] = row < top || row >= top + rows || column < left || column >= left + columns;
        }

        return new Mask(isKept);
    }

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<double> x, Span<double> y)
    {
        for (int i = 0; i < kept.Length; i++)
        {
            y[i] = x[kept[i]];
        }
    }

    /// <inheritdoc/>
    public void ApplyTransposed(ReadOnlySpan<double> y, Span<double> x)
    {
        x.Clear();
        for (int i = 0; i < kept.Length; i++)
        {
            x[kept[i]] = y[i];
        }
    }
}
