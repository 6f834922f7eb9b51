using ScoreSde.Processes;

namespace ScoreSde.Verification.Instruments;

/// <summary>N(m, v) in one dimension, v ≥ 0; v = 0 is a point mass. As data, its law at every noise level is Gaussian too.</summary>
/// <param name="Mean">m.</param>
/// <param name="Variance">v.</param>
public readonly record struct NormalLaw(double Mean, double Variance)
{
    /// <summary>The law N(α m, α² v + σ²) of x_t for data of this law.</summary>
    public NormalLaw At(NoiseLevel level) =>
        new(level.MeanScale * Mean, (level.MeanScale * level.MeanScale * Variance) + level.Variance);

    /// <summary>KL(this ‖ other) = ½ (v/v' − 1 − ln(v/v') + (m − m')²/v'), in nats; both variances greater than 0.</summary>
    public double KullbackLeibler(NormalLaw other)
    {
        // x − ln(1 + x) by its series where the two parts would cancel.
        double x = (Variance - other.Variance) / other.Variance;
        double excess = Math.Abs(x) < 1e-3
            ? x * x * (0.5 - (x * ((1.0 / 3) - (x * (0.25 - (x * (0.2 - (x / 6))))))))
            : x - Special.Exponentials.Log1p(x);
        double shift = Mean - other.Mean;
        return 0.5 * (excess + (shift * shift / other.Variance));
    }

    /// <summary>The Wasserstein distance W₂ = √((m − m')² + (√v − √v')²).</summary>
    public double Wasserstein(NormalLaw other)
    {
        double shift = Mean - other.Mean;
        double spread = Math.Sqrt(Variance) - Math.Sqrt(other.Variance);
        return Math.Sqrt((shift * shift) + (spread * spread));
    }
}
