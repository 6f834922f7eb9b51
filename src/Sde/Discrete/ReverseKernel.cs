namespace ScoreSde.Discrete;

/// <summary>The reverse kernels that tutorials teach, by what they do.</summary>
public enum ReverseKernel
{
    /// <summary>Posterior mean, variance β_i: exact for data N(0, I).</summary>
    Beta,

    /// <summary>Posterior mean, variance β̃_i: exact for data in one point.</summary>
    PosteriorBeta,

    /// <summary>Posterior mean, the isotropic variance with the least path divergence. Bao et al. 2022.</summary>
    Optimal,

    /// <summary>Posterior mean, the variance that the model learned, number by number: it is none of the chain's. Nichol and Dhariwal 2021.</summary>
    Learned,

    /// <summary>
    /// Mean A x_i + (1 − A) x̂₀ with A = √(1−ᾱ_{i−1})/√(1−ᾱ_i), no noise: the noise left in x is exactly that of level i − 1,
    /// but the data's share is A √ᾱ_i + 1 − A, not √ᾱ_{i−1}; they agree to first order in β only where ᾱ is near 1.
    /// </summary>
    NoiseAligned,

    /// <summary>The same mean with noise of deviation A √β.</summary>
    NoiseAlignedWithNoise,

    /// <summary>Mean A x_i + (1 − A) x̂₀ with A of the least E‖x_{i−1} − A x_i − (1 − A) x₀‖², no noise.</summary>
    LeastSquares,
}
