using ScoreSde.Likelihood;

namespace ScoreSde.Cli.Catalog;

/// <summary>Names of ways to the divergence of the flow: each makes a rule of the number of probes.</summary>
internal static class DivergenceCatalog
{
    /// <summary>The greatest dimension for which the exact divergence is taken where <c>--divergence</c> is not given.</summary>
    public const int MostExact = 64;

    /// <summary>All ways.</summary>
    public static Shelf<Func<int, IDivergenceRule>> Shelf { get; } = new(
        "divergence",
        "",
        new("exact", "the trace itself: in closed form for mixtures, else by d products with the Jacobian", static _ => new ExactDivergence()),
        new("hutchinson", "random signs", static probes => new Hutchinson(probes), "rademacher"),
        new("hutchinson-gaussian", "random normals", static probes => new Hutchinson(probes, ProbeLaw.Gaussian), "gaussian"));
}
