using ScoreSde.Adaptive;
using ScoreSde.Guidance;
using ScoreSde.Inverse;
using ScoreSde.Particles;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.Verification.Laws;

namespace ScoreSde.Tests.Slips;

/// <summary>Mistakes in guidance, posteriors, adaptive methods and Brownian paths.</summary>
internal static class ComposedSlips
{
    public static IReadOnlyList<Slip> All { get; } =
    [
        new("ω = w − 1 for w", "guidance-is-linear", Parts.Shipped with
        {
            Guided = static (conditional, unconditional, w) => new ClassifierFreeGuidance<double>(conditional, unconditional, w + 1),
        }),
        new("the two models swapped", "guidance-is-linear", Parts.Shipped with
        {
            Guided = static (conditional, unconditional, w) => new ClassifierFreeGuidance<double>(unconditional, conditional, w),
        }),
        new("a weight that is off by one in a million million", "guidance-is-linear", Parts.Shipped with
        {
            Guided = static (conditional, unconditional, w) => new ClassifierFreeGuidance<double>(conditional, unconditional, w * (1 + 1e-12)),
        }),
        new("no guidance in an interval's upper half", "guidance-bias-of-gaussians", Parts.Shipped with
        {
            GuidedBy = static (conditional, unconditional, rule) => new ClassifierFreeGuidance<double>(
                conditional, unconditional, rule.Interval is { } all ? rule with { Interval = new(all.Low, 0.5 * (all.Low + all.High)) } : rule),
        }),
        new("the share of rescaling for its complement", "guidance-bias-of-gaussians", Parts.Shipped with
        {
            GuidedBy = static (conditional, unconditional, rule) => new ClassifierFreeGuidance<double>(
                conditional, unconditional, rule with { Rescale = rule.Rescale > 0 ? 1 - rule.Rescale : 0 }),
        }),
        new("guide and main swapped", "guidance-bias-of-gaussians", Parts.Shipped with
        {
            Autoguided = static (main, guide, rule) => Autoguidance.Of(guide, main, rule),
        }),
        new("w − 1 for w of autoguidance", "guidance-bias-of-gaussians", Parts.Shipped with
        {
            Autoguided = static (main, guide, rule) => Autoguidance.Of(main, guide, new GuidanceRule(rule.Weight - 1)),
        }),
        new("x̂₀ guided in both places of CFG++", "cfgpp-as-printed", Parts.Shipped with { Renoised = static solver => solver }),
        new("x̂₀ guided in both places of CFG++", "cfgpp-bias-of-gaussians", Parts.Shipped with { Renoised = static solver => solver }),
        new("1 − λ for λ of CFG++", "cfgpp-as-printed", Parts.Shipped with
        {
            GuidedBy = static (conditional, unconditional, rule) => new ClassifierFreeGuidance<double>(conditional, unconditional, 1 - rule.Weight),
        }),
        new("the class's noise renoises", "cfgpp-bias-of-gaussians", Parts.Shipped with
        {
            GuidedBy = static (conditional, unconditional, rule) => new ClassifierFreeGuidance<double>(unconditional, conditional, 1 - rule.Weight),
        }),
        new("λ of CFG++ off by one in a hundred million", "cfgpp-bias-of-gaussians", Parts.Shipped with
        {
            GuidedBy = static (conditional, unconditional, rule) => new ClassifierFreeGuidance<double>(conditional, unconditional, rule.Weight * (1 + 1e-8)),
        }),
        new("σ_y² for σ_y", "twisted-particles-as-printed", Particles(static method => method, variance: true)),
        new("σ_y² for σ_y in the evidence", "evidence-is-unbiased", Particles(static method => method, variance: true)),
        new("another v in the twisting function", "twisted-particles-as-printed", Particles(static method =>
            new(method.Measurement, method.Particles, method.ResampleBelow, 1.1 * method.DataVariance, method.Variance))),
        new("Σ w for (1/P) Σ w", "evidence-is-unbiased", Parts.Shipped with
        {
            Particles = static (process, score, method, grid, count, seed) =>
            {
                EvidenceSamples<double> found = ParticleSampler.Sample(process, score, method, grid, count, seed);
                return found with { LogEvidences = [.. found.LogEvidences.Select(log => log + Math.Log(method.Particles))] };
            },
        }),
        new("samples of an eighth of the particles", "particle-bias-falls-as-one-over-p", Parts.Shipped with
        {
            Particles = static (process, score, method, grid, count, seed) => ParticleSampler.Sample(
                process, score, new TwistedParticles(method.Measurement, (method.Particles + 7) / 8, method.ResampleBelow, method.DataVariance, method.Variance), grid, count, seed),
        }),
        new("the sign of the likelihood's gradient", "guidance-by-gradient-is-bayes", Parts.Shipped with
        {
            GuidedByGradient = static (prior, likelihood, w) => new GradientGuidance<double>(prior, likelihood, -w),
        }),
        new("half the likelihood's gradient", "guidance-by-gradient-is-bayes", Parts.Shipped with
        {
            GuidedByGradient = static (prior, likelihood, w) => new GradientGuidance<double>(prior, likelihood, 0.5 * w),
        }),
        new("σ_y² for σ_y", "posterior-is-bayes", Parts.Shipped with
        {
            Posterior = static (prior, y) => ExactPosterior.Of(prior, new(y.Operator, y.Values, y.Deviation * y.Deviation)),
        }),
        new("the prior's weights kept", "posterior-is-bayes", Parts.Shipped with
        {
            Posterior = static (prior, y) =>
            {
                GaussianMixture right = ExactPosterior.Of(prior, y);
                return new GaussianMixture(right.Components, [.. right.Weights.Select(static (w, k) => w * (k + 1))]);
            },
        }),
        new("a tolerance that is not heard", "adaptive-error-follows-tolerance", Parts.Shipped with
        {
            Adaptive = static method => method is AdaptiveFlow flow ? flow with { Tolerance = new Tolerance(1e-5, 1e-5) } : method,
        }),
        new("a tolerance a hundred times too wide", "adaptive-error-follows-tolerance", Parts.Shipped with
        {
            Adaptive = static method => method is AdaptiveFlow flow ? flow with { Tolerance = new Tolerance(100 * flow.Tolerance.Relative, 100 * flow.Tolerance.Absolute) } : method,
        }),
        new("noise redrawn after a rejection", "adaptive-noise-is-kept", Parts.Shipped with
        {
            Adaptive = static method => method is AdaptiveReverse reverse ? reverse with { Rejected = RejectedNoise.Redrawn } : method,
        }),
        new("half of each normal's first number lost", "brownian-path-adds-up", Parts.Shipped with
        {
            Space = static space => new SlippedSpace<Tile<double>>(space) { Weight = static (place, terms, weight) => place == 0 && terms > 2 ? weight * (1 + 1e-10) : weight },
        }),
        new("a half lost beside the residual of a density along samples", "density-along-samples-limit", Parts.Shipped with { Ratio = static right => right with { OnResidual = 2 * right.OnResidual } }),
        new("a half lost beside its noise", "density-along-samples-limit", Parts.Shipped with { Ratio = static right => right with { OnNoise = -1 } }),
        new("the drift's divergence lost", "density-along-samples-limit", Parts.Shipped with { Ratio = static right => right with { StateScale = 1 } }),
        new("the drift's divergence with the other sign", "density-along-samples-limit", Parts.Shipped with { Ratio = static right => right with { StateScale = 1 / right.StateScale } }),
        new("a ratio upside down, its martingale too", "density-along-samples-limit", Parts.Shipped with
        {
            Ratio = static right => right with { Constant = -right.Constant, OnNoise = -right.OnNoise, OnResidual = -right.OnResidual },
        }),
        new("the widths of both kernels lost", "density-along-samples-limit", Parts.Shipped with { Ratio = static right => right with { Constant = 0 } }),
        new("the widths of both kernels lost with another score", "density-along-samples-excess", Parts.Shipped with { Ratio = static right => right with { Constant = 0 } }),
        new("a ten thousandth more of Euler–Maruyama's noise", "density-along-samples-as-printed", Parts.Shipped with
        {
            Solver = static right => right is EulerMaruyama ? new SlippedSolver(right) { Scale = static scale => 1.0001 * scale } : right,
        }),
    ];

    private static Parts Particles(Func<TwistedParticles, TwistedParticles> slipped, bool variance = false) => Parts.Shipped with
    {
        Particles = (process, score, method, grid, count, seed) =>
        {
            double deviation = method.Measurement.Deviation;
            var measured = variance ? new ScoreSde.Inverse.Measurement(method.Measurement.Operator, method.Measurement.Values, deviation * deviation) : method.Measurement;
            return ParticleSampler.Sample(
                process, score, slipped(new(measured, method.Particles, method.ResampleBelow, method.DataVariance, method.Variance)), grid, count, seed);
        },
    };
}
