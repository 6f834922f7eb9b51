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
    private readonly double noise = measurement.Deviation * measurement.Deviation;

    /// <summary>v.</summary>
    public double DataVariance { get; } = Require.Positive(dataVariance);

    /// <summary>row ← W row, of the measurement's length.</summary>
    public void Apply(Processes.NoiseLevel level, Span<double> row)
    {
        double alpha = level.MeanScale;
        double variance = DataVariance * level.Variance / ((alpha * alpha * DataVariance) + level.Variance);
        Span<double> along = stackalloc double[singular.Rank];
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
    }
}
