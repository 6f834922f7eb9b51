namespace ScoreSde.Training;

/// <summary>The factor w(t) of ‖ε − ε_θ‖² in the training loss. Formulas in <see cref="LossWeights"/>.</summary>
public enum LossWeighting
{
    /// <summary>1: the simple loss of Ho et al. 2020, eq. (14).</summary>
    Uniform,

    /// <summary>½ g²/σ²: the variational bound in nats, the limit of DDPM's weights for many steps.</summary>
    Variational,

    /// <summary>g²/σ²: the likelihood weighting λ(t) = g² of the score loss, Song et al. 2021b. Twice <see cref="Variational"/>.</summary>
    Likelihood,

    /// <summary>min(SNR, γ)/SNR with SNR = α²/σ²: Hang et al. 2023, eq. (5) for ε.</summary>
    MinSnr,

    /// <summary>1 + σ²/α²: the loss of the velocity v = α ε − σ x₀ where α² + σ² = 1. Salimans and Ho 2022, "SNR + 1".</summary>
    Velocity,

    /// <summary>(1 + σ/α)²: the loss of u = ε − x₀, the velocity of the straight path. Lipman et al. 2023, eq. (23); Liu et al. 2023, eq. (1).</summary>
    Flow,
}
