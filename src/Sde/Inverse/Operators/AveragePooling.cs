namespace ScoreSde.Inverse.Operators;

/// <summary>Super-resolution: A takes the mean of each square of k × k pixels.</summary>
public sealed class AveragePooling : ILinearOperator
{
    private readonly int width;
    private readonly int size;

    /// <param name="height">Rows of the picture, a multiple of the size.</param>
    /// <param name="width">Columns of the picture, a multiple of the size.</param>
    /// <param name="size">k ≥ 1.</param>
    public AveragePooling(int height, int width, int size)
    {
        Inputs = Require.Positive(height) * Require.Positive(width);
        if (height % Require.Positive(size) != 0 || width % size != 0)
        {
            throw new ArgumentException($"A picture of {height} × {width} pixels does not fall into squares of {size} × {size}.", nameof(size));
        }

        this.width = width;
        this.size = size;
        Outputs = Inputs / (size * size);
    }

    /// <inheritdoc/>
    public int Inputs { get; }

    /// <inheritdoc/>
    public int Outputs { get; }

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<double> x, Span<double> y)
    {
        y.Clear();
        for (int i = 0; i < Inputs; i++)
        {
            y[SquareOf(i)] += x[i];
        }

        foreach (ref double value in y)
        {
            value /= size * size;
        }
    }

    /// <inheritdoc/>
    public void ApplyTransposed(ReadOnlySpan<double> y, Span<double> x)
    {
        for (int i = 0; i < Inputs; i++)
        {
            x[i] = y[SquareOf(i)] / (size * size);
        }
    }

    private int SquareOf(int pixel)
    {
        (int row, int column) = Math.DivRem(pixel, width);
        return (row / size * (width / size)) + (column / size);
    }
}
