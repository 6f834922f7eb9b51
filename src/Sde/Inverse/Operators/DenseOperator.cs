using ScoreSde.Noise;

namespace ScoreSde.Inverse.Operators;

/// <summary>Any matrix A, row by row.</summary>
public sealed class DenseOperator : ILinearOperator
{
    private readonly double[] values;

    /// <param name="matrix">A, [outputs, inputs]; all finite.</param>
    public DenseOperator(double[,] matrix)
        : this(Require.NotNull(matrix).GetLength(0), matrix.GetLength(1), [.. matrix.Cast<double>()])
    {
    }

    private DenseOperator(int outputs, int inputs, double[] values)
    {
        Outputs = Require.Positive(outputs);
        Inputs = Require.Positive(inputs);
        foreach (double value in values)
        {
            Require.Finite(value, "matrix");
        }

        this.values = values;
    }

    /// <inheritdoc/>
    public int Inputs { get; }

    /// <inheritdoc/>
    public int Outputs { get; }

    /// <summary>Compressed sensing: entries N(0, 1/inputs), so that A keeps the mean square of white noise. Fixed by the seed.</summary>
    public static DenseOperator Random(int outputs, int inputs, ulong seed)
    {
        Require.Positive(outputs);
        Require.Positive(inputs);
        var values = new double[Require.Numbers(outputs, inputs)];
        Normals.Fill<double>(values, inputs, 0, new NoiseKey(seed, 0, NoisePurpose.Operator), 1 / Math.Sqrt(inputs));
        return new DenseOperator(outputs, inputs, values);
    }

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<double> x, Span<double> y)
    {
        for (int i = 0; i < Outputs; i++)
        {
            ReadOnlySpan<double> row = values.AsSpan(i * Inputs, Inputs);
            double sum = 0;
            for (int j = 0; j < row.Length; j++)
            {
                sum = Math.FusedMultiplyAdd(row[j], x[j], sum);
            }

            y[i] = sum;
        }
    }

    /// <inheritdoc/>
    public void ApplyTransposed(ReadOnlySpan<double> y, Span<double> x)
    {
        x.Clear();
        for (int i = 0; i < Outputs; i++)
        {
            ReadOnlySpan<double> row = values.AsSpan(i * Inputs, Inputs);
            for (int j = 0; j < row.Length; j++)
            {
                x[j] = Math.FusedMultiplyAdd(row[j], y[i], x[j]);
            }
        }
    }
}
