using ScoreSde.Discrete;
using ScoreSde.Verification.Laws;
using ScoreSde.Verification.Laws.Printed;
using static ScoreSde.Tests.Slips.Sized.Doors;

namespace ScoreSde.Tests.Slips.Sized;

/// <summary>The discrete chain, off by as much as its laws just see.</summary>
internal static class ChainSizes
{
    public static IReadOnlyList<SizedSlip> All { get; } =
    [
        new("telescoping-identity", 1.5e-11, Chain(static (c, share) => new(c) { Noise = (c, i) => c.NoiseVariance(i) * (1 + share) })) { Figure = "1 − ᾱ_n" },
        new("telescoping-identity", 1.5e-11, Chain(static (c, share) => new(c) { Bar = (c, i) => c.AlphaBar(i) * (1 + share) })) { Figure = "ᾱ_n" },
        new("forward-marginals", 1.5e-11, Chain(static (c, share) => new(c) { Closed = (_, _, k) => k with { OnState = k.OnState * (1 + share) } })) { Figure = "mean" },
        new("forward-marginals", 1.7e-11, Chain(static (c, share) => new(c) { Closed = (_, _, k) => k with { Variance = k.Variance * (1 + share) } })) { Figure = "variance" },
        new("forward-keeps-unit-variance", 1.5e-14, Chain(static (c, more) => new(c) { Step = (_, _, k) => k with { Variance = k.Variance + more } })),
        new("posterior-by-bayes", 1.1e-9, Chain(static (c, share) => new(c) { FromData = (_, _, k) => k with { OnState = k.OnState * (1 + share) } })) { Figure = "factor of x at" },
        new("posterior-by-bayes", 2.2e-9, Chain(static (c, share) => new(c) { FromData = (_, _, k) => k with { OnOther = k.OnOther * (1 + share) } })) { Figure = "factor of x₀" },
        new("posterior-by-bayes", 2.2e-9, PosteriorVariance()) { Figure = "β̃" },
        new("posterior-precision", 1.5e-11, PosteriorVariance()),
        new("noise-form-is-data-form", 1.5e-11, Chain(static (c, share) => new(c) { FromNoise = (_, _, k) => k with { OnState = k.OnState * (1 + share) } })) { Figure = "factor of x" },
        new("noise-form-is-data-form", 1.5e-11, Chain(static (c, share) => new(c) { FromNoise = (_, _, k) => k with { OnOther = k.OnOther * (1 + share) } })) { Figure = "factor of ε" },
        new("score-form-is-noise-form", 1.5e-11, Chain(static (c, share) => new(c) { FromScore = (_, _, k) => k with { OnState = k.OnState * (1 + share) } })) { Figure = "factor of x" },
        new("score-form-is-noise-form", 1.5e-11, Chain(static (c, share) => new(c) { FromScore = (_, _, k) => k with { OnOther = k.OnOther * (1 + share) } })) { Figure = "factor of s" },
        new("loss-weight-is-signal-to-noise", 1.5e-11, PosteriorVariance()),
        new("respacing-keeps-marginals", 1.5e-11, Chain(static (c, share) => new(c) { Respaced = (c, kept) => Off(c.Respace(kept), share) })) { Figure = "1 − ᾱ" },
        new("respacing-keeps-marginals", 1.7e-9, Chain(static (c, share) => new(c) { Respaced = (c, kept) => Off(c.Respace(kept), share) })) { Figure = "ᾱ" },
        new("exact-discretisation", 1.6e-12, Chain(static (c, share) => new(c) { Bar = (c, i) => c.AlphaBar(i) * (1 + share) })) { Figure = "−ln ᾱ" },
        new("exact-discretisation", 1.5e-9, Chain(static (c, share) => new(c) { Noise = (c, i) => c.NoiseVariance(i) * (1 + share) })) { Figure = "1 − ᾱ" },
        new("unrolled-chain", 1.5e-11, Chain(static (c, share) => new(c) { Closed = (_, _, k) => k with { OnState = k.OnState * (1 + share) } })) { Figure = "x at" },
        new("unrolled-chain", 1.5e-11, Chain(static (c, share) => new(c) { Closed = (_, _, k) => k with { Variance = k.Variance * (1 + share) } })) { Figure = "squared weights" },
        new("reverse-kernel-is-nearly-gaussian", 0.0025, Chain(static (c, share) => new(c) { Step = (_, _, k) => k with { Variance = k.Variance * (1 + share) } })),
        new("weighted-bound-as-printed", 1.5e-8, Chain(static (c, share) => new(c) { Width = (_, _, right) => right * (1 + share) })),
        new("linspace-limit", 0.0011, BarByStep()),
        new("right-point-limit", 0.0014, BarByStep()),
        new("midpoint-limit", 0.0011, BarByStep()),
        new("interior-limit", 0.0016, BarByStep()) { Figure = "N (ln" },
        new("interior-limit", 0.0016, BarByStep()) { Figure = "the same" },
        new("posterior-variance-limit", 0.0082, Chain(static (c, share) => new(c) { FromData = (c, _, k) => k with { Variance = k.Variance * (1 + (share / c.Steps)) } })) { Case = 2, Figure = "N (1" },
        new("posterior-variance-limit", 0.0053, PosteriorVariance()) { Case = 7, Figure = "β̃_3" },
        new("forward-step-expansion", 1.5e-5, Chain(static (c, share) => new(c) { Step = (c, i, k) => k with { OnState = k.OnState + (share * c.Beta(i) * c.Beta(i)) } })),
        new("path-divergence-of-beta", 0.00097, Chain(static (c, share) => new(c) { Width = (c, _, right) => right * (1 + (share / c.Steps)) })),
        new("path-divergence-of-posterior", 0.0039, Chain(static (c, share) => new(c) { Width = (_, i, right) => i == 2 ? right * (1 + share) : right })),
        new("path-divergence-of-optimal", 1.7e-7, Chain(static (c, share) => new(c) { Width = (_, _, right) => right * (1 + share) })),
        new("elbo", 7.9e-10, Chain(static (c, share) => new(c) { FromData = (_, _, k) => k with { OnOther = k.OnOther * (1 + share) } })) { Figure = "the same by parts" },
        new("elbo", 1.4e-5, Chain(static (c, share) => new(c) { Width = (_, _, right) => right * (1 + share) })) { Figure = "ln p − ELBO with the optimal" },
        new("distance-of-the-reverse-chain", 3e-6, Noise<ScoreSde.Solvers.Ancestral>()),
        new("diffusion-loss-limit", 3.2e-6, PosteriorVariance()) { Figure = "loss" },
        new("diffusion-loss-limit", 0.0054, Chain(static (c, share) => new(c) { FromData = (c, _, k) => k with { Variance = k.Variance * (1 + (share / c.Steps)) } })) { Figure = "N (loss" },
        .. PrintedFormulas.All.Select(static formula => new SizedSlip($"printed/{formula.Name}", 1.5e-11, static share => Parts.Shipped with
        {
            Formula = (formula, setting) => formula.RightValue(setting) is var right ? right + (share * (1 + Math.Abs(right) + Math.Abs(formula.PrintedValue(setting)))) : 0,
        }) { Figure = "right" }),
    ];

    // The first β a share large.
    private static DdpmChain Off(DdpmChain right, double share) =>
        DdpmChain.FromBetas([right.Beta(1) * (1 + share), .. Enumerable.Range(2, right.Steps - 1).Select(right.Beta)]);
}
