using ScoreSde.Processes;

namespace ScoreSde.Scores;

/// <summary>m(t) = (1/d) Σ_i σ²/(α² v_i + σ²) and s²(t) = (1/d) Σ_i α² v_i/(α² v_i + σ²) for data N(m, Σ) with eigenvalues v: exact.</summary>
public sealed class GaussianNoiseMoment(Gaussian data) : INoiseMoment
{
    private readonly Gaussian data = Require.NotNull(data);

    /// <inheritdoc/>
    public double At(NoiseLevel level)
    {
        double alpha = level.MeanScale;
        return data.Eigenvalues.Average(v => level.Variance / ((alpha * alpha * v) + level.Variance));
    }

    /// <inheritdoc/>
    public double ResidualAt(NoiseLevel level)
    {
        double signal = level.MeanScale * level.MeanScale;
        return data.Eigenvalues.Average(v => signal * v / ((signal * v) + level.Variance));
    }
}
