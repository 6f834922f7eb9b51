namespace ScoreSde.Training;

/// <summary>The law of the times at which a network is trained. Densities and weights in <see cref="TimeLaw"/>.</summary>
public enum TrainingTimes
{
    /// <summary>Uniform in [t_min, 1]: Ho et al. 2020, Song et al. 2021.</summary>
    Uniform,

    /// <summary>u = σ/(α + σ) logit-normal: ln(u/(1 − u)) ~ N(0, 1). On the straight path u = t. Esser et al. 2024, sec. 3.1.</summary>
    LogitNormal,

    /// <summary>σ/α log-normal: ln(σ/α) ~ N(−1.2, 1.2²). Karras et al. 2022, table 1.</summary>
    LogNormal,

    /// <summary>Density proportional to g²/σ², that is λ = ln(α/σ) uniform, where σ/α ≤ 200. Song et al. 2021b, sec. 4.1.</summary>
    Likelihood,
}
