using ScoreSde.TimeGrids;

namespace ScoreSde.Cli.Catalog;

/// <summary>Names of time grids.</summary>
internal static class GridCatalog
{
    /// <summary>The grid taken where <c>--grid</c> is not given.</summary>
    public const string Default = "quadratic";

    /// <summary>All grids. All start at t = 1 and end at t = 0.</summary>
    public static Shelf<GridRule> Shelf { get; } = new(
        "grid",
        "grids",
        new("uniform", "t_i = 1 − i/n", static (_, steps) => Grids.Uniform(steps), "t"),
        new("quadratic", "√t uniform: t_i = (1 − i/n)²", static (_, steps) => Grids.Quadratic(steps), "sqrt-t"),
        new("lambda", "λ = ln(α/σ) uniform from t = 1 to 0.001, then t = 0", static (process, steps) => Grids.UniformLambda(process, steps), "log-snr"),
        new("karras", "σ/α by Karras's rule, ρ = 7, from t = 1 to 0.001, then t = 0", static (process, steps) => Grids.Karras(process, steps), "edm"));
}
