using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Solvers;
using ScoreSde.Verification.Laws;

namespace ScoreSde.Tests.Slips;

/// <summary>Mistakes in solvers: the real steppers on a wrong space, score, process or step.</summary>
internal static class SolverSlips
{
    public static IReadOnlyList<Slip> All { get; } =
    [
        Of<EulerMaruyama>("δ for √δ in the noise", "euler-maruyama-step", static s => new(s) { Scale = static scale => scale * scale }),
        Of<EulerMaruyama>("t for s in g", "euler-maruyama-step", static s => new(s)
        {
            Process = static p => new SlippedProcess(p) { Diffusion = t => p.DiffusionSquared(0.97 * t) },
        }),
        Of<EulerMaruyama>("dt = 1/N for the step's own length", "euler-maruyama-step", static s => new(s)
        {
            Step = static step => step with { To = step.To with { Time = step.From.Time - (1.0 / step.Count) } },
        }),
        Of<EulerMaruyama>("a lost ½ before the score", "order/em", static s => new(s) { Weight = Term(1, 2, 0.5) }),
        Of<EulerMaruyama>("the sign of the noise", "strong-order/em", static s => new(s) { Scale = static scale => -scale }),
        Of<EulerMaruyama>("one noise for all steps", "noise-names/em", static s => new(s) { Key = static key => key with { Interval = 0 } }),
        Of<EulerMaruyama>("a seed of its own", "noise-names/em", static s => new(s) { Key = static key => key with { Seed = 42 } }),
        Of<EulerMaruyama>("the flow's score term with the SDE's noise", "order/em", static s => new(s) { Weight = Term(1, 2, 0.75) }),
        Of<ReverseDiffusion>("a for 2 − a", "reverse-diffusion-less-euler-maruyama", static s => new(s)
        {
            Weight = static (i, n, w) => i == 0 && n == 2 ? 2 - w : w,
        }),
        Of<ReverseDiffusion>("the ancestral factor", "reverse-diffusion-less-ancestral", static s => new(s)
        {
            Weight = static (i, n, w) => i == 0 && n == 2 ? 1 / (2 - w) : w,
        }),
        Of<Ancestral>("the sign of the score", "ancestral-mean", static s => new(s) { Weight = Term(1, 2, -1) }),
        Of<Ancestral>("a lost 1/√(1−β)", "ancestral-less-euler-maruyama", static s => new(s)
        {
            Weight = static (i, n, w) => i == 0 && n == 2 ? 1 : w,
        }),
        Of<Ancestral>("s for t in the score", "wrong-prior-forgotten-by-the-sde", static s => new(s) { Level = static (_, _, step) => step.To }),
        Of<Ancestral>("noise in the last step", "last-step-is-the-mean-of-the-data", static s => new(s) { Extra = 0.1 }),
        new("β for β̃ in ancestral sampling", "posterior-variance-exact-on-a-point", Parts.Shipped with
        {
            Solver = static s => s is Ancestral { Variance: PosteriorVariance } ? new Ancestral(new ForwardVariance()) : s,
        }),
        new("β̃ for β in ancestral sampling", "forward-variance-exact-on-unit-normal", Parts.Shipped with
        {
            Solver = static s => s is Ancestral { Variance: ForwardVariance } ? new Ancestral(new PosteriorVariance()) : s,
        }),
        new("the deviation for the variance in the reverse kernel", "discrete-steps-as-printed", Parts.Shipped with
        {
            Solver = static s => s is Ancestral { Variance: PosteriorVariance } ? new Ancestral(new RootVariance()) : s,
        }),
        new("η² for η", "ddim-as-printed", Parts.Shipped with { Solver = static s => s is Ddim ddim ? new Ddim(ddim.Eta * ddim.Eta) : s }),
        Of<Ddim>("the sign of ε", "ddim-is-exponential-euler", static s => new(s) { Weight = Term(1, 2, -1) }),
        Of<Ddim>("the level of the step's end", "point-data-flow", static s => new(s) { Level = static (_, l, step) => step.To.IsClean ? l : step.To }),
        Of<Ddim>("σ for 1 − σ² in the shrunken noise", "ddim-one-is-ddpm", static s => new(s) { Scale = static scale => 1.02 * scale }),
        Of<Ddim>("an extra evaluation", "evaluations/ddim", static s => new(s) { Twice = true }),
        Of<Ddim>("a step that remembers the last tile", "memory/ddim", static s => new(s) { Memory = 1e-6 }),
        Of<Ddim>("an ε scaled by one in a thousand", "last-step-is-the-mean-of-the-data", static s => new(s) { Weight = Term(1, 2, 1.001) }),
        Of<Ddim>("a VE step on a VP process", "vp-is-ve-rescaled", static s => new(s) { Weight = static (i, n, w) => i == 0 && n == 2 ? 1 : w }),
        Of<Heun>("the time for λ", "lambda-invariance", static s => new(s)
        {
            Step = static step => step with { To = step.To with { Lambda = step.To.Lambda + (1e-3 * step.Length) } },
        }),
        Of<Heun>("a stale second stage", "order/heun", static s => new(s) { Stale = true }),
        Of<Heun>("the first level in the second stage", "order/heun", static s => new(s) { Level = static (k, l, step) => k == 1 ? step.From : l }),
        Of<Heun>("weights 1, 0 for ½, ½", "order/heun", static s => new(s)
        {
            Weight = static (i, n, w) => n == 3 && i > 0 ? (i == 1 ? 2 * w : 0) : w,
        }),
        Of<Heun>("weights 0.6, 0.4", "order/heun", static s => new(s)
        {
            Weight = static (i, n, w) => n == 3 && i > 0 ? (i == 1 ? 1.2 * w : 0.8 * w) : w,
        }),
        Of<Heun>("a lost ½ in the corrector", "wrong-prior-kept-by-the-ode", static s => new(s) { Weight = Term(2, 3, 2) }),
        Of<Heun>("a stage that is evaluated again", "evaluations/heun", static s => new(s) { Twice = true }),
        Of<Heun>("a stale second stage, there and back", "round-trip-order", static s => new(s) { Stale = true }),
        Of<Ddim>("a λ that is off on the way to noise", "round-trip-order", static s => new(s)
        {
            Step = static step => step.Length < 0 ? step with { To = step.To with { Lambda = step.To.Lambda + (1e-3 * step.Length) } } : step,
        }),
        Of<HeunInTime>("a stale second stage in t", "order/heun-t", static s => new(s) { Stale = true }),
        Of<HeunInTime>("f at the wrong end", "order/heun-t", static s => new(s)
        {
            Process = static p => new SlippedProcess(p) { Drift = t => p.DriftRate(t) + (0.01 * p.DriftRate(1 - t)) },
        }),
        Of<EulerMaruyama>("β for β/2 in the drift", "euler-maruyama-fixed-point", static s => new(s) { Weight = Term(0, 2, 1.001) }),
        Of<DpmSolverPlusPlusSde>("a stage whose noise is not part of the step's", "order/dpmpp-sde", static s => new(s) { FreshNoise = true }),
        Of<Seeds2>("a stage whose noise is not part of the step's, SEEDS", "order/seeds-2", static s => new(s) { FreshNoise = true }),
        new("the sign of the area in a stage", "strong-order/sra1", Parts.Shipped with
        {
            Solver = static s => s is StochasticRungeKutta { Tableau.Name: "sra1" }
                ? new StochasticRungeKutta(AreaTableau.Sra1 with { StageArea = -AreaTableau.Sra1.StageArea })
                : s,
        }),
        new("the sign of the area in the first stage", "strong-order/shark", Parts.Shipped with
        {
            Solver = static s => s is StochasticRungeKutta { Tableau.Name: "shark" }
                ? new StochasticRungeKutta(AreaTableau.Shark with { FirstArea = -AreaTableau.Shark.FirstArea })
                : s,
        }),
        new("the exact slope for the usual one in 2M", "unip-2-is-dpmpp-2m", Parts.Shipped with
        {
            Solver = static s => s is DpmSolverPlusPlus2M ? new DpmSolverPlusPlus2M(SecondOrderTerm.Heun) : s,
        }),
        new("half the curvature in 3M", "unip-3-is-dpmpp-3m", Parts.Shipped with
        {
            Solver = static s => s is DpmSolverPlusPlus3M ? new DpmSolverPlusPlus3M(Damped: true) : s,
        }),
        new("half the curvature in 3M, seen in its order", "order/dpmpp-3m", Parts.Shipped with
        {
            Solver = static s => s is DpmSolverPlusPlus3M { Damped: false } ? new DpmSolverPlusPlus3M(Damped: true) : s,
        }),
        Of<UniPc>("a weight of the predictor", "point-data/unipc-2", static s => new(s) { Weight = static (i, n, w) => i == 1 ? 1.001 * w : w }),
        Of<SdeDpmSolverPlusPlus>("η² for r in the noise", "ddim-one-is-sde-dpmpp", static s => new(s) { Scale = static scale => 0.9 * scale }),
        Of<PredictorCorrector>("the step's noise in the corrector", "noise-names/pc", static s => new(s)
        {
            Key = static key => key with { Purpose = NoisePurpose.Step },
        }),
        Of<PredictorCorrector>("a lost 2 in √(2η)", "annealed-langevin-step", static s => new(s) { Scale = static scale => scale / Math.Sqrt(2) }),
        Of<PredictorCorrector>("the corrector at the step's end", "annealed-langevin-step", static s => new(s)
        {
            Step = static step => step with { From = step.To, To = step.To },
        }),
        Of<PredictorCorrector>("a corrector that drifts", "annealed-langevin-bias", static s => new(s) { Weight = Term(1, 2, 1.05) }),
        Of<CorrectorOnly>("a lost 2 in √(2η) of Langevin dynamics", "langevin-law-of-gaussians", static s => new(s) { Scale = static scale => scale / Math.Sqrt(2) }),
        new("r for r² in Langevin dynamics", "langevin-law-of-gaussians", Parts.Shipped with
        {
            Solver = static s => s is CorrectorOnly { Corrector: AnnealedLangevin rule } alone
                ? new CorrectorOnly(new AnnealedLangevin(Math.Sqrt(rule.SignalToNoise)), alone.StepsPerLevel)
                : s,
        }),
        Of<CorrectorOnly>("the score of the level before", "langevin-law-of-gaussians", static s => new(s) { Level = static (_, _, step) => step.From }),
        Of<CorrectorOnly>("x for x/α between levels", "langevin-law-of-gaussians", static s => new(s) { Weight = static (_, n, w) => n == 1 ? 1 : w }),
        Of<CorrectorOnly>("noise a hundredth large in Langevin dynamics", "langevin-limit", static s => new(s) { Scale = static scale => 1.01 * scale }),
        new("σ_d² for σ_d", "dpm-v3-exact-on-its-gaussian", Parts.Shipped with
        {
            Solver = static s => s is DpmSolverV3 method ? new DpmSolverV3(method.Levels, method.DataDeviation * method.DataDeviation) : s,
        }),
        Of<DpmSolverV3>("a factor of x without its √v", "dpm-v3-exact-on-its-gaussian", static s => new(s) { Weight = static (i, n, w) => i == 0 && n > 2 ? 1 : w }),
        Of<DpmSolverV3>("a second level a tenth off", "order/dpm-v3-2", static s => new(s) { Weight = static (i, n, w) => i == 2 && n == 3 ? 1.1 * w : w }),
        Of<PredictorCorrector>("noise that a vanishing corrector still adds", "vanishing-corrector", static s => new(s) { Extra = 1e-6 }),
    ];

    private static Func<int, int, double, double> Term(int place, int terms, double factor) =>
        (i, n, weight) => i == place && n == terms ? factor * weight : weight;

    private static Slip Of<TSolver>(string name, string caughtBy, Func<ISolver, SlippedSolver> wrong)
        where TSolver : ISolver =>
        new(name, caughtBy, Parts.Shipped with { Solver = solver => solver is TSolver ? wrong(solver) : solver });

    private sealed class RootVariance : IReverseVariance
    {
        public string Name => "posterior";

        public string Title => "deviation β̃";

        public string Source => "a slip";

        public double At(in GridStep step) => Math.Sqrt(step.PosteriorVariance);
    }
}
