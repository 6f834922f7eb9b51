using ScoreSde.Training;

namespace ScoreSde.Cli.Catalog;

/// <summary>Names of the laws of training times.</summary>
internal static class TimesCatalog
{
    /// <summary>All laws.</summary>
    public static Shelf<TrainingTimes> Shelf { get; } = new(
        "law of training times",
        "times",
        new("uniform", "t uniform: Ho et al. 2020", TrainingTimes.Uniform),
        new("logit-normal", "u = σ/(α + σ), which is t on the straight path, with ln(u/(1 − u)) ~ N(0, 1): Esser et al. 2024", TrainingTimes.LogitNormal),
        new("log-normal", "ln(σ/α) ~ N(−1.2, 1.2²): Karras et al. 2022 (EDM)", TrainingTimes.LogNormal),
        new("likelihood", "density ∝ g²/σ², to σ/α = 200: Song et al. 2021b", TrainingTimes.Likelihood));
}
