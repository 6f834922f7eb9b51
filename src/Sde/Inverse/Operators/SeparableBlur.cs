namespace ScoreSde.Inverse.Operators;

/// <summary>Blur: A = K ⊗ K, a kernel along rows and columns, with zeros beyond the border. Symmetric kernels make A symmetric.</summary>
public sealed class SeparableBlur : ILinearOperator
{
    private readonly int height;
    private readonly int width;
    private readonly double[] kernel;

    /// <param name="height">Rows of the picture.</param>
    /// <param name="width">Columns of the picture.</param>
    /// <param name="kernel">The kernel from its left end to its right; an odd number of weights.</param>
    public SeparableBlur(int height, int width, params ReadOnlySpan<double> kernel)
    {
        this.height = Require.Positive(height);
        this.width = Require.Positive(width);
        if (kernel.Length % 2 == 0)
        {
            throw new ArgumentException($"A kernel needs a middle: an odd number of weights, not {kernel.Length}.", nameof(kernel));
        }

        foreach (double weight in kernel)
        {
            Require.Finite(weight, nameof(kernel));
        }

        this.kernel = kernel.ToArray();
    }

    /// <inheritdoc/>
    public int Inputs => height * width;

    /// <inheritdoc/>
    public int Outputs => height * width;

    /// <summary>Weights ∝ e^(−i²/2s²), |i| ≤ ⌈3s⌉, with sum 1.</summary>
    /// <param name="height">Rows of the picture.</param>
    /// <param name="width">Columns of the picture.</param>
    /// <param name="deviation">s &gt; 0, in pixels.</param>
    public static SeparableBlur Gaussian(int height, int width, double deviation)
    {
        int reach = (int)Math.Ceiling(3 * Require.Positive(deviation));
        double[] weights =
            [.. Enumerable.Range(-reach, (2 * reach) + 1).Select(i => Math.Exp(-(double)i * i / (2 * deviation * deviation)))];
        double sum = weights.Sum();
        return new SeparableBlur(height, width, [.. weights.Select(weight => weight / sum)]);
    }

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<double> x, Span<double> y) => Run(x, y, 1);

    /// <inheritdoc/>
    public void ApplyTransposed(ReadOnlySpan<double> y, Span<double> x) => Run(y, x, -1);

    /// <inheritdoc/>
    /// <remarks>A is the product of a blur of the columns and one of the rows, so two small decompositions are enough.</remarks>
    public SingularValues Decompose() => SingularValues.Kronecker(Line(height), Line(width));

    // The kernel along one line of a picture, as a matrix.
    private double[,] Line(int length)
    {
        int reach = kernel.Length / 2;
        var matrix = new double[length, length];
        for (int i = 0; i < length; i++)
        {
            for (int j = Math.Max(0, i - reach); j <= Math.Min(length - 1, i + reach); j++)
            {
                matrix[i, j] = kernel[reach + j - i];
            }
        }

        return matrix;
    }

    // The transpose of a convolution is the convolution with the mirrored kernel.
    private void Run(ReadOnlySpan<double> source, Span<double> target, int direction)
    {
        int reach = kernel.Length / 2;
        for (int row = 0; row < height; row++)
        {
            for (int column = 0; column < width; column++)
            {
                double sum = 0;
                for (int i = Math.Max(-reach, -row); i <= Math.Min(reach, height - 1 - row); i++)
                {
                    double along = 0;
                    for (int j = Math.Max(-reach, -column); j <= Math.Min(reach, width - 1 - column); j++)
                    {
                        along += kernel[reach + (direction * j)] * source[((row + i) * width) + column + j];
                    }

                    sum += kernel[reach + (direction * i)] * along;
                }

                target[(row * width) + column] = sum;
            }
        }
    }
}
