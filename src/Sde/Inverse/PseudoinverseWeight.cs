using System.Buffers;

namespace ScoreSde.Inverse;

/// <summary>
/// W = U diag(1/(r² s² + σ_y²)) Uᵀ, the inverse of A C Aᵀ + σ_y² I for C = r² I with r² = v σ²/(α² v + σ²), the posterior variance of data N(·, v I).
/// What lies outside the range of A becomes 0: Aᵀ would lose it anyway.
/// </summary>
/// <param name="measurement">What was measured.</param>
/// <param name="dataVariance">v &gt; 0.</param>
internal sealed class PseudoinverseWeight(Measurement measurement, double dataVariance)
{
    private readonly SingularValues singular = measurement.Singular;
    private readonly int outputs = measurement.Operator.Outputs;
    private readonly double noise = measurement.Deviation * measurement.Deviation;

    /// <summary>v.</summary>
    public double DataVariance { get; } = Require.Positive(dataVariance);

    /// <summary>row ← W row, of the measurement's length.</summary>
    public void Apply(Processes.NoiseLevel level, Span<double> row)
    {
        double variance = VarianceAt(level);
        double[] rented = ArrayPool<double>.Shared.Rent(singular.Rank);
        Span<double> along = rented.AsSpan(0, singular.Rank);
        for (int i = 0; i < along.Length; i++)
        {
            double s = singular.Values[i];
            along[i] = SingularValues.Dot(singular.Left(i), row) / ((variance * s * s) + noise);
        }

        row.Clear();
        for (int i = 0; i < along.Length; i++)
        {
            SingularValues.Add(along[i], singular.Left(i), row);
        }

        ArrayPool<double>.Shared.Return(rented);
    }

    /// <summary>ln N(r; 0, W⁻¹) of every row r of the measurement's length. What lies outside the range of A has variance σ_y² &gt; 0.</summary>
    public void LogDensities(Processes.NoiseLevel level, ReadOnlySpan<double> rows, Span<double> logDensities)
    {
        int m = outputs;
        double variance = VarianceAt(level);
        double[] rented = ArrayPool<double>.Shared.Rent(m);
        Span<double> rest = rented.AsSpan(0, m);
        for (int row = 0; row < logDensities.Length; row++)
        {
            rows.Slice(row * m, m).CopyTo(rest);
            double sum = (m - singular.Rank) * Math.Log(noise);
            for (int i = 0; i < singular.Rank; i++)
            {
                double s = singular.Values[i];
                double total = (variance * s * s) + noise;
                double along = SingularValues.Dot(singular.Left(i), rest);
                SingularValues.Add(-along, singular.Left(i), rest);
                sum += (along * along / total) + Math.Log(total);
            }

            // Of a measurement without redundancy rounding alone is left.
            sum += singular.Rank < m ? SingularValues.Dot(rest, rest) / noise : 0;
            logDensities[row] = -0.5 * (sum + (m * Math.Log(2 * Math.PI)));
        }

        ArrayPool<double>.Shared.Return(rented);
    }

    // r²; 0 of clean data.
    private double VarianceAt(Processes.NoiseLevel level) =>
        level.IsClean ? 0 : DataVariance * level.Variance / ((level.MeanScale * level.MeanScale * DataVariance) + level.Variance);
}
