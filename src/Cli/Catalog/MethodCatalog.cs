using ScoreSde.Cli.Methods;

namespace ScoreSde.Cli.Catalog;

/// <summary>Names of methods that sample given a measurement.</summary>
internal static class MethodCatalog
{
    /// <summary>What <c>restore</c> takes where <c>--method</c> is not given.</summary>
    public const string Default = "pigdm";

    /// <summary>All methods.</summary>
    public static Shelf<RestoreMethod> Shelf { get; } = new(
        "method",
        "methods",
        new("pigdm", "pseudoinverse guidance of any solver (Song et al. 2023)", RestoreMethod.PseudoinverseGuidance),
        new("mmps", "moment matching by minimal residuals, any solver (Rozet et al. 2024)", RestoreMethod.MomentMatching),
        new("dps-likelihood", "DPS by Bayes' rule, any solver (Chung et al. 2023)", RestoreMethod.PosteriorLikelihood),
        new("dps", "DPS as published, ancestral steps", RestoreMethod.PosteriorSampling),
        new("ddrm", "steps in the singular directions (Kawar et al. 2022)", RestoreMethod.Ddrm),
        new("snips", "annealed Langevin steps in the singular directions (Kawar et al. 2021)", RestoreMethod.Snips),
        new("replacement", "measured coordinates overwritten after each step of any solver (Song et al. 2021)", RestoreMethod.Replacement),
        new("repaint", "replacement with ten passes of each step (Lugmayr et al. 2022)", RestoreMethod.RePaint),
        new("twisted", "weighted particles of each sample, which estimate p(y) too (Wu et al. 2023)", RestoreMethod.Twisted));
}
