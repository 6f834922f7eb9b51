using ScoreSde.Scores;

namespace ScoreSde.Cli.Catalog;

/// <summary>Names of what a network can predict.</summary>
internal static class ParametrisationCatalog
{
    /// <summary>All parametrisations.</summary>
    public static Shelf<Parametrisation> Shelf { get; } = new(
        "prediction",
        "predictions",
        new("noise", "ε", Parametrisation.Noise, "epsilon", "eps"),
        new("score", "∇ log p_t = −ε/σ", Parametrisation.Score),
        new("data", "x₀", Parametrisation.Data, "x0"),
        new("velocity", "v = α ε − σ x₀", Parametrisation.Velocity, "v"),
        new("flow", "u = ε − x₀, the velocity of the straight path", Parametrisation.Flow, "flow-velocity", "u"));
}
