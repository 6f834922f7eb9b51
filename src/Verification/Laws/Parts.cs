using ScoreSde.Adaptive;
using ScoreSde.Discrete;
using ScoreSde.Guidance;
using ScoreSde.Inverse;
using ScoreSde.Likelihood;
using ScoreSde.Particles;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Instruments;
using ScoreSde.Verification.Laws.Printed;

namespace ScoreSde.Verification.Laws;

/// <summary>
/// The parts that properties look at. Each is a door through which the shipped part passes before it is measured: put your own in
/// its place, and every property that speaks of it is checked for yours.
/// </summary>
public sealed record Parts
{
    /// <summary>The parts as they are shipped.</summary>
    public static Parts Shipped { get; } = new();

    /// <summary>Every schedule, before a process is built on it.</summary>
    public Func<INoiseSchedule, INoiseSchedule> Schedule { get; init; } = static part => part;

    /// <summary>Every forward process.</summary>
    public Func<IDiffusionProcess, IDiffusionProcess> Process { get; init; } = static part => part;

    /// <summary>The formulas of every discrete chain.</summary>
    public Func<DdpmChain, ChainFormulas> Chain { get; init; } = static part => new ChainFormulas(part);

    /// <summary>The exact discretisation of a schedule in that many steps.</summary>
    public Func<INoiseSchedule, int, DdpmChain> Discretisation { get; init; } = DdpmChain.FromSchedule;

    /// <summary>The chain with linear β_i: steps, first, last.</summary>
    public Func<int, double, double, DdpmChain> LinearChain { get; init; } = DdpmChain.Linear;

    /// <summary>The schedule of a table of β_i.</summary>
    public Func<double[], INoiseSchedule> Table { get; init; } = static betas => TableSchedule.FromBetas(betas);

    /// <summary>Every solver.</summary>
    public Func<ISolver, ISolver> Solver { get; init; } = static part => part;

    /// <summary>The exact noise function of every mixture.</summary>
    public Func<GaussianMixture, IScoreFunction<Tile<double>>> Score { get; init; } = static mixture => mixture.Score<double>();

    /// <summary>The space of states, where it is looked at by itself.</summary>
    public Func<TileSpace<double>, IStateSpace<Tile<double>>> Space { get; init; } = static part => part;

    /// <summary>The conversion table from (x, ε).</summary>
    public Func<Parametrisation, NoiseLevel, Conversion> FromNoise { get; init; } = Conversion.FromNoise;

    /// <summary>The conversion table to ε.</summary>
    public Func<Parametrisation, NoiseLevel, Conversion> ToNoise { get; init; } = Conversion.ToNoise;

    /// <summary>E‖ε‖²/d of Gaussian data.</summary>
    public Func<Gaussian, INoiseMoment> Moment { get; init; } = static data => new GaussianNoiseMoment(data);

    /// <summary>The reverse variance of the residual of the noise.</summary>
    public Func<INoiseMoment, IReverseVariance> Residual { get; init; } = static moment => new ResidualVariance(moment);

    /// <summary>The ratio of every step of a density along samples, where its moments are exact.</summary>
    public Func<StepRatio, StepRatio> Ratio { get; init; } = static part => part;

    /// <summary>Every grid that a rule has made.</summary>
    public Func<TimeGrid, TimeGrid> Grid { get; init; } = static part => part;

    /// <summary>Guidance by two models: conditional, unconditional, weight.</summary>
    public Func<IScoreFunction<Tile<double>>, IScoreFunction<Tile<double>>, double, IScoreFunction<Tile<double>>> Guided { get; init; } =
        static (conditional, unconditional, weight) => new ClassifierFreeGuidance<double>(conditional, unconditional, weight);

    /// <summary>Guidance by two models and a rule: conditional, unconditional, rule.</summary>
    public Func<IScoreFunction<Tile<double>>, IScoreFunction<Tile<double>>, GuidanceRule, IScoreFunction<Tile<double>>> GuidedBy { get; init; } =
        static (conditional, unconditional, rule) => new ClassifierFreeGuidance<double>(conditional, unconditional, rule);

    /// <summary>Guidance away from a weaker model: main, guide, rule.</summary>
    public Func<IScoreFunction<Tile<double>>, IScoreFunction<Tile<double>>, GuidanceRule, IScoreFunction<Tile<double>>> Autoguided { get; init; } =
        static (main, guide, rule) => Autoguidance.Of(main, guide, rule);

    /// <summary>CFG++ by the steps of a method, on a score of two models.</summary>
    public Func<ISolver, ISolver> Renoised { get; init; } = static solver => new CfgPlusPlus(solver);

    /// <summary>Guidance by the gradient of a likelihood: prior, likelihood, weight.</summary>
    public Func<IScoreFunction<Tile<double>>, ILikelihoodGradient<Tile<double>>, double, IScoreFunction<Tile<double>>> GuidedByGradient { get; init; } =
        static (prior, likelihood, weight) => new GradientGuidance<double>(prior, likelihood, weight);

    /// <summary>The posterior of a mixture given a measurement.</summary>
    public Func<GaussianMixture, ScoreSde.Inverse.Measurement, GaussianMixture> Posterior { get; init; } = ExactPosterior.Of;

    /// <summary>Every linear operator that measures.</summary>
    public Func<ILinearOperator, ILinearOperator> Operator { get; init; } = static part => part;

    /// <summary>Every score of a posterior.</summary>
    public Func<MeasurementScore<double>, IScoreFunction<Tile<double>>> Conditioned { get; init; } = static part => part;

    /// <summary>Every run of particles given a measurement: process, score, method, grid, samples, seed.</summary>
    public Func<IDiffusionProcess, IDifferentiableScore<Tile<double>>, TwistedParticles, TimeGrid, int, ulong, EvidenceSamples<double>> Particles { get; init; } =
        static (process, score, method, grid, count, seed) => ParticleSampler.Sample(process, score, method, grid, count, seed);

    /// <summary>The space of affine forms, where the law of a path is read off.</summary>
    public Func<AffineSpace, IStateSpace<AffineState>> Forms { get; init; } = static part => part;

    /// <summary>What the right one of a formula that is found misprinted comes to.</summary>
    public Func<PrintedFormula, PrintedSetting, double> Formula { get; init; } =
        static (formula, setting) => (formula ?? throw new ArgumentNullException(nameof(formula))).RightValue(setting);

    /// <summary>Every adaptive method.</summary>
    public Func<IAdaptiveMethod, IAdaptiveMethod> Adaptive { get; init; } = static part => part;
}
