using ScoreSde.Training;

namespace ScoreSde.Cli.Catalog;

/// <summary>Names of loss weights.</summary>
internal static class WeightingCatalog
{
    /// <summary>All weightings of ‖ε − ε_θ‖².</summary>
    public static Shelf<LossWeighting> Shelf { get; } = new(
        "weighting",
        "weightings",
        new("uniform", "1: the simple loss of Ho et al. 2020", LossWeighting.Uniform, "simple"),
        new("variational", "½ g²/σ²: the variational bound", LossWeighting.Variational),
        new("likelihood", "g²/σ²: Song et al. 2021b", LossWeighting.Likelihood),
        new("min-snr", "min(SNR, 5)/SNR: Hang et al. 2023", LossWeighting.MinSnr),
        new("velocity", "1 + σ²/α²: the loss of v", LossWeighting.Velocity),
        new("flow", "(1 + σ/α)²: the loss of u", LossWeighting.Flow));
}
