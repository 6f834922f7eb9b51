using ScoreSde.Adaptive;
using ScoreSde.Discrete;
using ScoreSde.Guidance;
using ScoreSde.Inverse;
using ScoreSde.Inverse.Operators;
using ScoreSde.Likelihood;
using ScoreSde.Particles;
using ScoreSde.Picard;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.Solvers.AsPublished;
using ScoreSde.Solvers.AsTaught;
using ScoreSde.TimeGrids;

namespace ScoreSde.Tests;

/// <summary>Every setting at both ends of its range: what lies in it is taken as it is, the next beyond an end is refused by the setting's name, and so is what is no number.</summary>
public sealed class RangesTests
{
    private static readonly VariancePreserving Process = new(new LinearSchedule());
    private static readonly Measurement Seen = new(new Mask([true, false]), [0.5], 0.1);
    private static readonly GaussianMixture Data = GaussianMixture.Of(Gaussian.Isotropic([0, 1], 1));

    private static readonly Dictionary<string, Range> Ranges = new()
    {
        ["chain: linear, steps"] = Range.From(2, n => DdpmChain.Linear((int)n).Steps, "steps"),
        ["chain: cosine, steps"] = Range.From(1, n => DdpmChain.Cosine((int)n).Steps, "steps"),
        ["chain: scaled linear, steps"] = Range.From(2, n => DdpmChain.ScaledLinear((int)n).Steps, "steps"),
        ["chain: sigmoid, steps"] = Range.From(2, n => DdpmChain.Sigmoid((int)n).Steps, "steps"),
        ["chain: of a schedule, steps"] = Range.From(1, n => DdpmChain.FromSchedule(new LinearSchedule(), (int)n).Steps, "steps"),
        ["chain: moment of the noise"] = Range.Of(0, 1, m => Ignored(m, DdpmChain.Linear(5).ReverseVariance(3, ReverseKernel.Optimal, m)), "noiseMoment"),
        ["indices: steps"] = Range.Whole(1, 10, n => IndexGrids.Leading(10, (int)n).Length, "steps"),
        ["grid: uniform, steps"] = Range.From(1, n => Grids.Uniform((int)n).Steps, "steps"),
        ["grid: quadratic, steps"] = Range.From(1, n => Grids.Quadratic((int)n, 0.01).Steps, "steps"),
        ["grid: even in λ, steps"] = Range.From(1, n => Grids.UniformLambda(Process, (int)n).Steps, "steps"),
        ["grid: Karras, steps"] = Range.From(1, n => Grids.Karras(Process, (int)n).Steps, "steps"),
        ["grid: balanced, steps"] = Range.From(1, n => BalancedGrid.Of(Process, (int)n).Steps, "steps"),
        ["grid: Karras, ρ"] = Range.Above(0, rho => Ignored(rho, Grids.Karras(Process, 4, rho: rho)), "rho", near: 0.5),
        ["adaptive: relative"] = Range.AtLeast(0, value => new Tolerance(Relative: value).Relative, "Relative"),
        ["adaptive: absolute"] = Range.Above(0, value => new Tolerance(Absolute: value).Absolute, "Absolute"),
        ["adaptive: steps"] = Range.From(1, n => new Tolerance(MostSteps: (int)n).MostSteps, "MostSteps"),
        ["adaptive: end of the flow"] = Range.Above(0, 0.999, end => new AdaptiveFlow(EmbeddedTableau.DormandPrince, new Tolerance(), end).End, "End"),
        ["adaptive: end of the SDE"] = Range.Above(0, 0.999, end => new AdaptiveReverse(new Tolerance(), end).End, "End"),
        ["schedule: linear, at 0"] = Range.Of(0, 1, beta => new LinearSchedule(beta, 1).BetaAtZero, "betaAtZero", beyond: "betaAtOne"),
        ["schedule: cosine, offset"] = Range.Above(0, offset => new CosineSchedule(offset, 1e9).Offset, "offset", most: 1),
        ["schedule: geometric, σ_min"] = Range.Above(0, sigma => new GeometricSchedule(sigma, 1e6).SigmaMin, "sigmaMin", most: 1),
        ["mixture: modes"] = Range.From(1, n => GaussianMixture.Ring((int)n).Components.Count, "modes"),
        ["mixture: radius"] = Range.Above(0, radius => Ignored(radius, GaussianMixture.Ring(8, radius)), "radius"),
        ["mixture: deviation"] = Range.AtLeast(0, deviation => Ignored(deviation, GaussianMixture.Ring(8, 4, deviation)), "deviation"),
        ["model: dimension"] = Range.From(1, n => new DelegateScore<double>((int)n, static (_, _, _) => { }).Dimension, "dimension"),
        ["guidance: weight"] = Range.Finite(weight => new GuidanceRule(weight).Weight, "weight"),
        ["guidance: rescaling"] = Range.Of(0, 1, share => new GuidanceRule(2) { Rescale = share }.Rescale, "value"),
        ["likelihood: probes"] = Range.From(1, n => new Hutchinson((int)n).Probes, "Probes"),
        ["likelihood: step of differences"] = Range.Above(0, step => new CentralDifferences<double>(Data.Score<double>(), step).RelativeStep, "relativeStep"),
        ["particles: how many"] = Range.From(1, n => new TwistedParticles(Seen, (int)n).Particles, "Particles"),
        ["particles: drawn again below"] = Range.Of(0, 1, share => new TwistedParticles(Seen, ResampleBelow: share).ResampleBelow, "ResampleBelow"),
        ["particles: variance of the data"] = Range.Above(0, variance => new TwistedParticles(Seen, DataVariance: variance).DataVariance, "DataVariance"),
        ["Picard: window"] = Range.From(1, n => new PicardIteration((int)n).Window, "Window"),
        ["Picard: tolerance"] = Range.AtLeast(0, tolerance => new PicardIteration(2, tolerance).Tolerance, "Tolerance"),
        ["ddim: η"] = Range.Of(0, 1, eta => new Ddim(eta).Eta, "Eta"),
        ["2s-a: η"] = Range.Of(0, 1, eta => new DpmSolverPlusPlus2SAncestral(eta).Eta, "Eta"),
        ["deis: degree"] = Range.Whole(1, 3, n => new DeisAdams((int)n).Degree, "Degree"),
        ["unipc: levels"] = Range.Whole(1, 3, n => new UniPc((int)n).Levels, "Levels"),
        ["sa: levels"] = Range.Whole(1, 3, n => new SaSolver((int)n).Levels, "Levels"),
        ["sde-dpmpp: levels"] = Range.Whole(1, 3, n => new SdeDpmSolverPlusPlus((int)n).Levels, "Levels"),
        ["dpm-v3: levels"] = Range.Whole(1, 3, n => new DpmSolverV3((int)n).Levels, "Levels"),
        ["dpm-v3: deviation of the data"] = Range.Above(0, deviation => new DpmSolverV3(2, deviation).DataDeviation, "DataDeviation"),
        ["churn: amount"] = Range.AtLeast(0, amount => new Churn(amount).Amount, "Amount"),
        ["churn: scale of the noise"] = Range.AtLeast(0, scale => new Churn(1, NoiseScale: scale).NoiseScale, "NoiseScale"),
        ["restart: repeats"] = Range.From(1, n => new Restart(new Ddim(), (int)n).Repeats, "Repeats"),
        ["restart: share"] = Range.Above(0, share => new Restart(new Ddim(), Share: share).Share, "Share"),
        ["restart: lowest"] = Range.Above(0, lowest => new Restart(new Ddim(), Lowest: lowest, Highest: 1e6).Lowest, "Lowest", most: 1),
        ["restart: highest"] = Range.Above(0.5, highest => new Restart(new Ddim(), Lowest: 0.5, Highest: highest).Highest, "Highest"),
        ["mixing: moment of the data"] = Range.AtLeast(0, moment => new DataMixing(default, DataMoment: moment).DataMoment, "DataMoment"),
        ["corrector: steps"] = Range.From(1, n => new PredictorCorrector(new EulerMaruyama(), new AnnealedLangevin(), (int)n).CorrectorSteps, "CorrectorSteps"),
        ["corrector alone: steps"] = Range.From(1, n => new CorrectorOnly(new AnnealedLangevin(), (int)n).StepsPerLevel, "StepsPerLevel"),
        ["corrector: r"] = Range.Above(0, r => new AnnealedLangevin(r).SignalToNoise, "SignalToNoise"),
        ["corrector by norms: r"] = Range.Above(0, r => new SignalToNoiseLangevin(r).SignalToNoise, "SignalToNoise"),
        ["corrector as published: r"] = Range.Above(0, r => new ScoreSdeLangevin(r).SignalToNoise, "SignalToNoise"),
        ["noise rate: lowest"] = Range.Of(0, 1, lowest => new NoiseRate(1, lowest, 1 + 1e-9).Lowest, "lowest", beyond: "highest"),
        ["times: lowest"] = Range.Of(0, 0.5, lowest => new TimeRange(lowest, 0.5 + 1e-9).Minimum, "minimum", beyond: "maximum"),
        ["trajectory: time"] = Range.Of(0, 1, time => Ignored(time, Trajectory<float>.OfStates(Grids.Uniform(4), [time], 2, 1)), "times"),
        ["dps: scale"] = Range.AtLeast(0, scale => new DiffusionPosteriorSampling(Seen, scale).Scale, "Scale"),
        ["ddrm: η"] = Range.Of(0, 1, eta => new Ddrm(Seen, Eta: eta).Eta, "Eta"),
        ["ddrm: η of what is measured"] = Range.Of(0, 1, eta => new Ddrm(Seen, MeasuredEta: eta).MeasuredEta, "MeasuredEta"),
        ["repaint: passes"] = Range.From(1, n => new RePaint(Seen, (int)n).Passes, "Passes"),
        ["repaint: jump"] = Range.From(1, n => new RePaint(Seen, JumpLength: (int)n).JumpLength, "JumpLength"),
        ["snips: corrections"] = Range.From(1, n => new Snips(Seen, (int)n).Corrections, "Corrections"),
        ["snips: step"] = Range.Above(0, 1, step => new Snips(Seen, StepSize: step).StepSize, "StepSize"),
        ["measured: weight"] = Range.AtLeast(0, weight => new PosteriorScore<double>(Data.Score<double>(), Seen, weight).Weight, "weight"),
        ["measured: deviation"] = Range.AtLeast(0, deviation => new Measurement(new Mask([true]), [1], deviation).Deviation, "deviation"),
        ["measured: probability of a residual"] = Range.Above(0, 1, p => Ignored(p, ResidualLaw.Most(3, p)), "probability"),
        ["measured: variance of the data"] = Range.Above(0, variance => new PseudoinverseWeight(Seen, variance).DataVariance, "dataVariance"),
    };

    public static TheoryData<string> Names => [.. Ranges.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Both_ends_of_a_setting_hold(string name)
    {
        Range range = Ranges[name];
        Assert.All(range.Within, value => Assert.Equal(value, range.Set(value)));
        Assert.All(range.Below, value => Assert.Equal(range.Parameter, Assert.ThrowsAny<ArgumentException>(() => range.Set(value)).ParamName));
        Assert.All(range.Over, value => Assert.Equal(range.Beyond, Assert.ThrowsAny<ArgumentException>(() => range.Set(value)).ParamName));
    }

    // A setting that nothing reads back.
    private static double Ignored(double value, object _) => value;

    private sealed record Range(Func<double, double> Set, string Parameter, double[] Within, double[] Below, double[] Over, string Beyond)
    {
        private const double Large = 1e6;
        private static readonly double[] None = [double.NaN, double.NegativeInfinity];

        public static Range Of(double low, double high, Func<double, double> set, string parameter, string? beyond = null) =>
            new(set, parameter, [low, (low + high) / 2, high], [Math.BitDecrement(low), .. None], [high + (1e-6 * Math.Max(1, high)), .. beyond is null ? [double.PositiveInfinity] : Array.Empty<double>()], beyond ?? parameter);

        public static Range AtLeast(double low, Func<double, double> set, string parameter) =>
            new(set, parameter, [low, low + 1, Large], [Math.BitDecrement(low), .. None], [double.PositiveInfinity], parameter);

        public static Range Above(double low, Func<double, double> set, string parameter, double most = Large, double near = 1e-3) =>
            new(set, parameter, [low + near, most], [low, Math.BitDecrement(low), .. None], [double.PositiveInfinity], parameter);

        public static Range Above(double low, double high, Func<double, double> set, string parameter) =>
            new(set, parameter, [low + 1e-3, high], [low, Math.BitDecrement(low), .. None], [Math.BitIncrement(high), double.PositiveInfinity], parameter);

        public static Range Finite(Func<double, double> set, string parameter) =>
            new(set, parameter, [-Large, 0, Large], None, [double.PositiveInfinity], parameter);

        public static Range From(int low, Func<double, double> set, string parameter) => new(set, parameter, [low, low + 1], [low - 1, low - 2, int.MinValue], [], parameter);

        public static Range Whole(int low, int high, Func<double, double> set, string parameter) =>
            new(set, parameter, [.. Enumerable.Range(low, high - low + 1)], [low - 1, int.MinValue], [high + 1, int.MaxValue], parameter);
    }
}
