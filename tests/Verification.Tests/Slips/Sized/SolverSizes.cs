using ScoreSde.Adaptive;
using ScoreSde.Guidance;
using ScoreSde.Inverse;
using ScoreSde.Particles;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.Verification.Instruments;
using ScoreSde.Verification.Laws;
using static ScoreSde.Tests.Slips.Sized.Doors;

namespace ScoreSde.Tests.Slips.Sized;

/// <summary>Solvers, guidance, posteriors and adaptive methods, off by as much as the laws of several of them just see.</summary>
internal static class SolverSizes
{
    // The last place of a number near 1.
    private const double LastPlace = 3e-16;

    public static IReadOnlyList<SizedSlip> All { get; } =
    [
        new("ancestral-less-euler-maruyama", 2.2e-10, Weight<Ancestral>(0, 2)) { Figure = "β² x" },
        new("ancestral-less-euler-maruyama", 6.8e-8, Weight<Ancestral>(1, 2)) { Figure = "β² s" },
        new("reverse-diffusion-less-euler-maruyama", 2.2e-10, Weight<ReverseDiffusion>(0, 2)) { Figure = "β² x" },
        new("reverse-diffusion-less-euler-maruyama", 6.8e-8, Weight<ReverseDiffusion>(1, 2)) { Figure = "β² s" },
        new("reverse-diffusion-less-ancestral", 2.2e-10, Weight<ReverseDiffusion>(0, 2)) { Figure = "β² x" },
        new("reverse-diffusion-less-ancestral", 6.9e-8, Weight<ReverseDiffusion>(1, 2)) { Figure = "β² s" },
        new("euler-maruyama-step", 1.5e-13, Weight<EulerMaruyama>(0, 2)) { Figure = "factor of x" },
        new("euler-maruyama-step", 1.5e-12, Weight<EulerMaruyama>(1, 2)) { Figure = "factor of s" },
        new("euler-maruyama-step", 7.5e-13, Noise<EulerMaruyama>()) { Figure = "variance" },
        new("discrete-steps-as-printed", 1.5e-13, Weight<Ancestral>(0, 2)) { Figure = "ancestral, factor of x" },
        new("discrete-steps-as-printed", 5.2e-14, Weight<Ancestral>(1, 2)) { Figure = "ancestral, factor of s" },
        new("discrete-steps-as-printed", 2.6e-14, Noise<Ancestral>()) { Figure = "ancestral, variance" },
        new("discrete-steps-as-printed", 1.5e-13, Weight<ReverseDiffusion>(0, 2)) { Figure = "reverse diffusion, factor of x" },
        new("discrete-steps-as-printed", 5.2e-14, Weight<ReverseDiffusion>(1, 2)) { Figure = "reverse diffusion, factor of s" },
        new("discrete-steps-as-printed", 2.6e-14, Noise<ReverseDiffusion>()) { Figure = "reverse diffusion, variance" },
        new("ddim-less-euler", 1.2e-11, Weight<Ddim>(0, 2)) { Figure = "coefficient of x" },
        new("ddim-less-euler", 7.2e-9, Weight<Ddim>(1, 2)) { Figure = "coefficient of s" },
        new("euler-maruyama-fixed-point", 7.5e-11, Noise<EulerMaruyama>()) { Figure = "variance with em" },
        new("euler-maruyama-fixed-point", 7.5e-11, Noise<Ancestral>()) { Figure = "variance with ddpm-beta" },
        new("annealed-langevin-step", 1.5e-14, Weight<PredictorCorrector>(0, 2)) { Figure = "factor of x" },
        new("annealed-langevin-step", 1.5e-12, Weight<PredictorCorrector>(1, 2)) { Figure = "factor of s" },
        new("annealed-langevin-step", 7.5e-13, Noise<PredictorCorrector>()) { Figure = "variance" },
        new("annealed-langevin-bias", 7.5e-8, Noise<PredictorCorrector>()) { Figure = "stationary" },
        new("annealed-langevin-bias", 5.8e-7, End<PredictorCorrector>()) { Figure = "mean" },
        new("langevin-law-of-gaussians", 5e-11, Noise<CorrectorOnly>()) { Figure = "variance" },
        new("langevin-law-of-gaussians", 1.5e-11, End<CorrectorOnly>()) { Figure = "mean" },
        new("langevin-limit", 4.2e-4, End<CorrectorOnly>()) { Figure = "variance at" },
        new("langevin-limit", 7e-9, End<CorrectorOnly>()) { Figure = "mean" },
        new("dpm-v3-exact-on-its-gaussian", 1.9e-10, End<DpmSolverV3>()) { Figure = "slope" },
        new("ddim-is-exponential-euler", 1.5e-11, End<Ddim>()),
        new("ddim-one-is-ddpm", 1.5e-12, End<Ddim>()),
        new("ddim-one-is-sde-dpmpp", 1.5e-11, End<SdeDpmSolverPlusPlus>()),
        new("ddpm-is-euler-ancestral", 1.5e-9, End<Ancestral>()),
        new("churn-of-nothing", 8e-14, Solver<Heun>(static (s, share) => new SlippedSolver(s) { Gain = _ => s is Heun { Churn: not null } ? share : 0 })),
        new("vanishing-corrector", 1.5e-9, End<PredictorCorrector>()),
        new("ddim-as-printed", 1.5e-7, End<Ddim>()),
        new("ancestral-is-reverse-diffusion-when-exploding", 1.5e-12, End<ReverseDiffusion>()),
        new("first-step-from-pure-noise", 1.2e-10, ScoreAfter(static (more, epsilon) => epsilon.Values[0] += more)) { Figure = "x of ddim, flow" },
        new("last-step-is-ddim", LastPlace, End<Heun>()) { IsExact = true },
        new("unip-2-is-dpmpp-2m", 1.5e-10, End<UniPc>()),
        new("unip-3-is-dpmpp-3m", 1.5e-10, End<UniPc>()),
        new("lambda-invariance", 4.6e-9, Solver<Ddim>(static (s, slope) => new SlippedSolver(s) { Gain = step => slope * step.From.Time })),
        new("vp-is-ve-rescaled", 1.5e-9, Solver<Ddim>(static (s, share) => new SlippedSolver(s) { Gain = step => step.From.LogMeanScale < 0 ? share : 0 })) { Figure = "x/α" },
        new("point-data-flow", 1.5e-10, End<Ddim>()) { Case = 5, Figure = "slope" },
        new("point-data-flow", 1.1e-10, End<Ddim>()) { Case = 5, Figure = "end" },
        new("posterior-variance-exact-on-a-point", 7.5e-11, Noise<Ancestral>()) { Figure = "variance of" },
        new("posterior-variance-exact-on-a-point", 1.1e-10, End<Ancestral>()) { Case = 5, Figure = "mean of" },
        new("forward-variance-exact-on-unit-normal", 7.6e-11, Noise<Ancestral>()),
        new("optimal-variance-exact-on-gaussians", 7.6e-11, Noise<Ancestral>()) { Case = 3, Figure = "variance of" },
        new("optimal-variance-exact-on-gaussians", 5e-10, End<Ancestral>()) { Figure = "mean of" },
        new("signs-of-the-variance-error", 0.46, Solver<Ancestral>(static (s, share) => new SlippedSolver(s) { Gain = _ => s is Ancestral { Variance: ForwardVariance } ? -share : 0 })) { Figure = "variance with β" },
        new("mean-of-gaussian-data", 2.1e-11, AnySolver(static (s, share) => new SlippedSolver(s) { Gain = _ => share })) { Case = 3 },
        new("wrong-prior-forgotten-by-the-sde", 1.5e-10, End<Ancestral>()) { Case = 5 },
        new("wrong-prior-kept-by-the-ode", 0.0017, End<Heun>()),
        new("last-step-is-the-mean-of-the-data", 1.6e-12, End<Ddim>()) { Figure = "factor" },
        new("last-step-is-the-mean-of-the-data", 3.2e-12, End<Ddim>()) { Case = 5, Figure = "constant" },
        new("ancestral-mean", 3e-9, End<Ancestral>()),
        new("second-order-tweedie", 3.1e-6, Epsilon()),
        new("likelihood-order", 0.15, Solver<RungeKuttaInTime>(static (s, less) => KindSizes.OfOrder(s, 4 - less))) { Figure = "order of ln p by Runge" },
        new("likelihood-order", 0.15, Solver<Heun>(static (s, less) => KindSizes.OfOrder(s, 2 - less))) { Figure = "order of ln p by Heun" },
        new("likelihood-error-estimate", 0.0216, Solver<Ddim>(static (s, less) => KindSizes.OfOrder(s, 1 - less))) { Figure = "estimate over error by DDIM" },
        new("likelihood-error-estimate", 0.0325, Solver<Heun>(static (s, less) => KindSizes.OfOrder(s, 2 - less))) { Figure = "estimate over error by Heun" },
        new("round-trip-order", 0.15, Solver<Ddim>(static (s, less) => KindSizes.OfOrder(s, 1 - less))) { Figure = "order of round trip by DDIM" },
        new("round-trip-order", 0.15, Solver<Heun>(static (s, less) => KindSizes.OfOrder(s, 2 - less))) { Figure = "order of round trip by Heun" },
        new("density-along-samples-as-printed", 4.1e-9, Noise<EulerMaruyama>()) { Figure = "ln p̂ by em" },
        new("density-along-samples-as-printed", 4.3e-9, Noise<Ancestral>()) { Figure = "ln p̂ by ddpm-beta" },
        new("density-along-samples-limit", 5e-7, NoiseOfRatio()) { Figure = "N · mean by em" },
        new("density-along-samples-limit", 2.3e-5, NoiseOfRatio()) { Figure = "N · variance by em" },
        new("density-along-samples-limit", 5.7e-8, NoiseOfRatio()) { Figure = "N · mean by ddpm-beta" },
        new("density-along-samples-limit", 1.5e-8, NoiseOfRatio()) { Figure = "N · mean by ddpm-posterior" },
        new("density-along-samples-excess", 1.7e-7, NoiseOfRatio()) { Figure = "mean excess" },
        new("guidance-is-linear", 1.5e-14, share => Parts.Shipped with { Guided = (with, without, w) => new ClassifierFreeGuidance<double>(with, without, w * (1 + share)) }),
        new("guidance-by-gradient-is-bayes", 1.6e-10, share => Parts.Shipped with { GuidedByGradient = (prior, likelihood, w) => new GradientGuidance<double>(prior, likelihood, w * (1 + share)) }),
        new("posterior-is-bayes", 2.1e-9, share => Parts.Shipped with { Posterior = (prior, y) => ExactPosterior.Of(prior, new(y.Operator, y.Values, y.Deviation * (1 + share))) }),
        new("adaptive-error-follows-tolerance", 74, Adaptive(static (tolerance, share) => tolerance * (1 + share))) { Figure = "error over tolerance" },
        new("adaptive-error-follows-tolerance", 0.49, Adaptive(static (tolerance, share) => 1e-3 * Math.Pow(tolerance / 1e-3, 1 - share))) { Figure = "power of the tolerance" },
        new("adaptive-noise-is-kept", 0.077, later => Parts.Shipped with { Adaptive = method => method is AdaptiveReverse reverse ? new AdaptiveReverse(reverse.Tolerance, reverse.End + later, Denoises: false) : method }) { Figure = "variance" },
        new("adaptive-noise-is-kept", 27, share => Parts.Shipped with { Adaptive = method => method is AdaptiveReverse reverse ? new AdaptiveReverse(new Tolerance(reverse.Tolerance.Relative * (1 + share), reverse.Tolerance.Absolute * (1 + share)), reverse.End, Denoises: false) : method }) { Figure = "share of steps" },
        new("embedded-pairs", 4.5e-12, Tableau()) { Figure = "order 5" },
        new("adaptive-flow-steps", 6e-12, Tableau()) { Figure = "stages" },
        new("adaptive-flow-steps", 1e-5, Adaptive(static (tolerance, share) => tolerance * (1 + share))) { Figure = "lengths" },
        new("adaptive-flow-steps", 3.6e-11, later => Parts.Shipped with { Adaptive = method => method is AdaptiveFlow flow ? new AdaptiveFlow(flow.Tableau, flow.Tolerance, flow.End + later, flow.Denoises) : method }) { Figure = "ends" },
        new("adaptive-sde-steps", 1.7e-6, Reverse(static (reverse, share) => new(new Tolerance(reverse.Tolerance.Relative * (1 + share), reverse.Tolerance.Absolute * (1 + share)), reverse.End))) { Figure = "lengths" },
        new("adaptive-sde-steps", 1e-8, Reverse(static (reverse, later) => new(reverse.Tolerance, reverse.End + later))) { Figure = "last time" },
        new("adaptive-sde-steps", 1, Reverse(static (reverse, on) => reverse with { Rejected = on > 0 ? RejectedNoise.Redrawn : RejectedNoise.Kept })) { IsExact = true, Figure = "tries" },
        new("guidance-of-gaussians", 1e-10, share => Parts.Shipped with { Guided = (with, without, w) => new ClassifierFreeGuidance<double>(with, without, w * (1 + share)) }) { Figure = "ε" },
        new("guidance-bias-of-gaussians", 4.8e-8, GuidedBy(static (rule, share) => new GuidanceRule(rule.Weight * (1 + share)) { Interval = rule.Interval, Rescale = rule.Rescale })) { Figure = "mean" },
        new("guidance-bias-of-gaussians", 5.4e-9, GuidedBy(static (rule, share) => new GuidanceRule(rule.Weight * (1 + share)) { Interval = rule.Interval, Rescale = rule.Rescale })) { Figure = "variance" },
        new("guidance-bias-of-gaussians", 1.5e-8, GuidedBy(static (rule, share) => rule with { Rescale = rule.Rescale * (1 - share) })) { Case = 6, Figure = "variance" },
        new("guidance-bias-of-gaussians", 1.1e-8, share => Parts.Shipped with { Autoguided = (main, guide, rule) => Autoguidance.Of(main, guide, new GuidanceRule(rule.Weight * (1 + share))) }) { Case = 15, Figure = "variance" },
        new("cfgpp-as-printed", 1.6e-9, GuidedBy(static (rule, share) => new GuidanceRule(rule.Weight * (1 + share)))) { Figure = "samples at η = 0" },
        new("cfgpp-bias-of-gaussians", 2e-9, GuidedBy(static (rule, share) => new GuidanceRule(rule.Weight * (1 + share)))) { Figure = "mean" },
        new("cfgpp-bias-of-gaussians", 1e-9, GuidedBy(static (rule, share) => new GuidanceRule(rule.Weight * (1 + share)))) { Figure = "variance" },
        new("operators-are-adjoint", 2.2e-12, static share => Parts.Shipped with { Operator = right => new SlippedOperator(right, share) }),
        new("measurement-scores-on-gaussians", 9e-8, static share => Parts.Shipped with { Conditioned = right => new SlippedScore(right) { After = (_, epsilon) => epsilon.Values[0] *= 1 + share } }),
        new("inverse-methods-by-direction", 1e-9, End<Ddrm>()) { Figure = "means of DDRM" },
        new("inverse-methods-by-direction", 1e-9, Noise<Ddrm>()) { Figure = "variances of DDRM" },
        new("inverse-methods-by-direction", 1.5e-9, Noise<Snips>()) { Figure = "variances of SNIPS" },
        new("inverse-methods-by-direction", 1e-9, Noise<RePaint>()) { Figure = "variances of RePaint" },
        new("twisted-particles-as-printed", 1.5e-7, Particles(static (found, share) => found with { LogEvidences = [.. found.LogEvidences.Select(log => log * (1 + share))] })) { Figure = "ln Ẑ" },
        new("twisted-particles-as-printed", 1.5e-6, Particles(static (found, share) => found with { Means = [.. found.Means.Select(mean => mean * (1 + share))] })) { Figure = "weighted means" },
        new("evidence-is-unbiased", 0.016, Particles(static (found, share) => found with { LogEvidences = [.. found.LogEvidences.Select(log => log + Math.Log(1 + share))] })) { Figure = "Ẑ/" },
        new("evidence-is-unbiased", 0.016, Particles(static (found, more) => found with { Means = [.. found.Means.Select(mean => mean + more)] })) { Figure = "Ẑ (" },
        new("particle-bias-falls-as-one-over-p", 0.014, Particles(static (found, more) => found with { Means = [.. found.Means.Select(mean => mean + more)] })) { Figure = "bias of all" },
        new("bound-as-printed", 6.5e-9, PosteriorVariance()) { Figure = "steps" },
        new("likelihood-from-the-prior", 1.9e-6, End<RungeKuttaInRatio>()),
        new("two-probes-of-a-matrix", 1, static on => Parts.Shipped with { Score = data => on > 0 ? new WithoutCross(data.Score<double>()) : data.Score<double>() }) { IsExact = true, Figure = "rows whose probes" },
        new("brownian-path-law", 3e-9, static share => Parts.Shipped with { Forms = forms => new SlippedSpace<AffineState>(forms) { Scale = scale => scale * (1 + share) } }) { Figure = "Var W" },
        new("signal-to-noise-path-law", 7.5e-7, static share => Parts.Shipped with { Forms = forms => new SlippedSpace<AffineState>(forms) { Scale = scale => scale * (1 + share) } }) { Figure = "Var" },
        new("drift-alone", 0.1, Solver<Seeds3>(static (s, less) => KindSizes.OfOrder(s, 3 - less))) { Figure = "order of seeds-3" },
    ];

    private static Func<double, Parts> Particles(Func<EvidenceSamples<double>, double, EvidenceSamples<double>> slipped) => share => Parts.Shipped with
    {
        Particles = (process, score, method, grid, count, seed) => slipped(Parts.Shipped.Particles(process, score, method, grid, count, seed), share),
    };

    private static Func<double, Parts> GuidedBy(Func<GuidanceRule, double, GuidanceRule> slipped) => share => Parts.Shipped with
    {
        GuidedBy = (with, without, rule) => new ClassifierFreeGuidance<double>(with, without, slipped(rule, share)),
    };

    private static Func<double, Parts> Reverse(Func<AdaptiveReverse, double, AdaptiveReverse> wrong) =>
        amount => Parts.Shipped with { Adaptive = method => method is AdaptiveReverse reverse ? wrong(reverse, amount) : method };

    // Two weights of a stage off, so that their sum stays.
    private static Func<double, Parts> Tableau() => amount => Parts.Shipped with
    {
        Adaptive = method => method is AdaptiveFlow flow ? flow with { Tableau = Off(flow.Tableau, amount) } : method,
    };

    private static EmbeddedTableau Off(EmbeddedTableau right, double amount)
    {
        double[][] stages = [.. Enumerable.Range(0, right.Stages).Select(i => right.Row(i).ToArray())];
        stages[4][1] += amount;
        stages[4][2] -= amount;
        return new(right.Name, right.Title, right.Order, right.ErrorOrder, right.Source, stages, right.Errors.ToArray());
    }

    private static Func<double, Parts> Adaptive(Func<double, double, double> tolerance) => amount => Parts.Shipped with
    {
        Adaptive = method => method is AdaptiveFlow flow
            ? flow with { Tolerance = new Tolerance(tolerance(flow.Tolerance.Relative, amount), tolerance(flow.Tolerance.Absolute, amount)) }
            : method,
    };

    private sealed class SlippedOperator(ILinearOperator right, double share) : ILinearOperator
    {
        public int Inputs => right.Inputs;

        public int Outputs => right.Outputs;

        public void Apply(ReadOnlySpan<double> x, Span<double> y)
        {
            right.Apply(x, y);
            y[0] *= 1 + share;
        }

        public void ApplyTransposed(ReadOnlySpan<double> y, Span<double> x) => right.ApplyTransposed(y, x);

        public SingularValues Decompose() => right.Decompose();
    }

    // Coordinates apart, so that the probes' signs play no part.
    private sealed class WithoutCross(IDifferentiableScore<Tile<double>> right) : IDifferentiableScore<Tile<double>>
    {
        public int Dimension => right.Dimension;

        public TimeRange Range => right.Range;

        public void Evaluate(Tile<double> x, NoiseLevel level, Tile<double> epsilon) => right.Evaluate(x, level, epsilon);

        public void TransposedJacobianProduct(Tile<double> x, NoiseLevel level, Tile<double> cotangent, Tile<double> product)
        {
            for (int i = 0; i < x.Values.Length; i++)
            {
                product.Values[i] = cotangent.Values[i] * level.Deviation;
            }
        }
    }
}
