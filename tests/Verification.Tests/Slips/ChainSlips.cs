using ScoreSde.Discrete;
using ScoreSde.Verification.Laws;

namespace ScoreSde.Tests.Slips;

/// <summary>Mistakes in the discrete chain.</summary>
internal static class ChainSlips
{
    public static IReadOnlyList<Slip> All { get; } =
    [
        Chain("ᾱ_{t−1} for ᾱ_t", "telescoping-identity", static c => new(c) { Bar = static (c, i) => c.AlphaBar(Math.Max(0, i - 1)) }),
        Chain("1 − √ᾱ for 1 − ᾱ", "telescoping-identity", static c => new(c) { Noise = static (c, i) => 1 - Math.Sqrt(c.AlphaBar(i)) }),
        Chain("an Euler–Maruyama forward step", "forward-step-expansion", static c => new(c)
        {
            Step = static (c, i, k) => k with { OnState = 1 - (c.Beta(i) / 2) },
        }),
        Chain("β² for the forward variance", "forward-keeps-unit-variance", static c => new(c)
        {
            Step = static (c, i, k) => k with { Variance = c.Beta(i) * c.Beta(i) },
        }),
        Chain("ᾱ for √ᾱ in the closed form", "forward-marginals", static c => new(c)
        {
            Closed = static (c, i, k) => k with { OnState = c.AlphaBar(i) },
        }),
        Chain("√ᾱ_t for √ᾱ_{t−1} in μ̃", "posterior-by-bayes", static c => new(c)
        {
            FromData = static (c, i, k) => k with { OnOther = k.OnOther * Math.Sqrt(1 - c.Beta(i)) },
        }),
        Chain("a lost √(1−β) in μ̃", "posterior-by-bayes", static c => new(c)
        {
            FromData = static (c, i, k) => k with { OnState = k.OnState / Math.Sqrt(1 - c.Beta(i)) },
        }),
        Chain("β for β̃ in the loss", "diffusion-loss-limit", static c => new(c) { FromData = static (c, i, k) => k with { Variance = c.Beta(i) } }),
        Chain("β for β̃", "posterior-precision", static c => new(c) { FromData = static (c, i, k) => k with { Variance = c.Beta(i) } }),
        Chain("the sign of ε in μ̃", "noise-form-is-data-form", static c => new(c)
        {
            FromNoise = static (_, _, k) => k with { OnOther = -k.OnOther },
        }),
        Chain("1 − ᾱ for its root in μ̃(ε)", "noise-form-is-data-form", static c => new(c)
        {
            FromNoise = static (c, i, k) => k with { OnOther = k.OnOther / Math.Sqrt(c.NoiseVariance(i)) },
        }),
        Chain("a lost 1/√(1−β) in the score form", "score-form-is-noise-form", static c => new(c)
        {
            FromScore = static (c, i, k) => k with { OnOther = c.Beta(i) },
        }),
        Chain("β̃ with ᾱ_{t−1} and ᾱ_t swapped", "loss-weight-is-signal-to-noise", static c => new(c)
        {
            FromData = static (c, i, k) => k with { Variance = c.Beta(i) * c.NoiseVariance(i) / Math.Max(1e-9, c.NoiseVariance(i - 1)) },
        }),
        Chain("a lost 1/(1−β) in the optimal variance", "path-divergence-of-optimal", static c => new(c)
        {
            Width = static (c, i, right) => right * (1 - c.Beta(i)),
        }),
        Chain("the standard deviation for the variance", "elbo", static c => new(c) { Width = static (_, _, right) => Math.Sqrt(right) }),
        Chain("variance β with a lost ½", "path-divergence-of-beta", static c => new(c) { Width = static (_, _, right) => right * 1.01 }),
        Chain("ᾱ for √ᾱ in the unrolled chain", "unrolled-chain", static c => new(c) { Closed = static (c, i, k) => k with { OnState = c.AlphaBar(i) } }),
        Chain("the deviation of a step for its variance", "reverse-kernel-is-nearly-gaussian", static c => new(c) { Step = static (_, _, k) => k with { Variance = k.Deviation } }),
        Chain("β̃ for β in the weights of paths", "weighted-bound-as-printed", static c => new(c) { Width = static (c, i, right) => c.PosteriorFromData(Math.Max(2, i)).Variance }),
        Chain("stored β in a respaced chain", "respacing-keeps-marginals", static c => new(c)
        {
            Respaced = static (c, kept) => DdpmChain.FromBetas([.. kept.Select(c.Beta)]),
        }),
        new("β(i/N)/N for the exact step", "exact-discretisation", Parts.Shipped with
        {
            Discretisation = static (schedule, n) => DdpmChain.FromBetas(
                [.. Enumerable.Range(1, n).Select(i => Math.Min(0.999, schedule.Beta((double)i / n) / n))]),
        }),
        new("i/T for (i−1)/(T−1) in the linear table", "linspace-limit", Parts.Shipped with
        {
            LinearChain = static (n, first, last) => DdpmChain.FromBetas(
                [.. Enumerable.Range(1, n).Select(i => first + ((double)i / n * (last - first)))]),
        }),
        new("the index label (i−1)/(N−1)", "interior-limit", Parts.Shipped with
        {
            LinearChain = static (n, first, last) => DdpmChain.FromBetas(
                [first, .. Enumerable.Range(0, n - 1).Select(i => first + ((double)i / (n - 1) * (last - first)))]),
        }),
    ];

    private static Slip Chain(string name, string caughtBy, Func<DdpmChain, SlippedChain> wrong) =>
        new(name, caughtBy, Parts.Shipped with { Chain = wrong });
}
