using ScoreSde.Cli.Arguments;
using ScoreSde.Solvers;
using ScoreSde.Solvers.AsPublished;
using ScoreSde.Solvers.AsTaught;

namespace ScoreSde.Cli.Catalog;

/// <summary>Names of solvers. A number after a colon sets a method's parameter: <c>ddim:0.5</c>.</summary>
internal static class SolverCatalog
{
    /// <summary>What <c>sample</c> takes where <c>--solver</c> is not given.</summary>
    public const string Default = "heun";

    /// <summary>What <c>compare</c> takes where <c>--solvers</c> is not given.</summary>
    public static readonly string[] Compared = ["em", "ddpm-posterior", "pc", "ddim", "heun", "dpmpp-2m", "unipc-2"];

    /// <summary>What <c>compare</c> takes for a network without data: those of <see cref="Compared"/> that draw no noise.</summary>
    public static readonly string[] ComparedByFlow = ["ddim", "heun", "dpmpp-2m", "unipc-2"];

    /// <summary>What <c>compare --cfgpp</c> takes: those of <see cref="Compared"/> whose steps may be those of CFG++.</summary>
    public static readonly string[] ComparedRenoised = ["em", "ddpm-posterior", "ddim"];

    /// <summary>What <c>compare --path</c> takes: methods whose noise is that of a Brownian path.</summary>
    public static readonly string[] ComparedOnPath = ["em", "ddpm-posterior", "sde-dpmpp-2m", "stochastic-heun", "shark"];

    private const double MostCorrectorSteps = 100;
    private const double MostNoiseRate = 10;
    private const double LeastDeviation = 1e-3;
    private const double MostDeviation = 1e6;

    /// <summary>All solvers; the names are those of their facts. Other projects' departures from their papers come last, and constructions of tutorials.</summary>
    public static Shelf<SolverChoice> Shelf { get; } = new(
        "solver",
        "solvers",
        Entry(new((rate, _) => new EulerMaruyama(rate), "noise rate", 1, 0, MostNoiseRate), "euler-maruyama"),
        Entry(new((_, _) => new ReverseDiffusion()), "rd"),
        Entry(new((_, _) => new Ancestral(new ForwardVariance())), "ddpm"),
        Entry(new((_, _) => new Ancestral(new PosteriorVariance())), "euler-a"),
        Entry(new((_, moment) => new Ancestral(new AnalyticVariance(moment))), "analytic-dpm", "ddpm-optimal"),
        Entry(new((_, moment) => new Ancestral(new ResidualVariance(moment)))),
        Entry(new((_, _) => new LearnedAncestral())),
        Entry(new((_, _) => new JacobianAncestral())),
        Entry(new((probes, _) => new TraceAncestral((int)probes), "probes", 0, 0, MostCorrectorSteps, true)),
        Entry(new((n, _) => new PredictorCorrector(new ReverseDiffusion(), new AnnealedLangevin(), (int)n), "corrector steps", 1, 1, MostCorrectorSteps, true), "predictor-corrector"),
        Entry(new((n, _) => new PredictorCorrector(new ReverseDiffusion(), new SignalToNoiseLangevin(), (int)n), "corrector steps", 1, 1, MostCorrectorSteps, true)),
        Entry(
            new((n, _) => new CorrectorOnly(new AnnealedLangevin(CorrectorOnly.UsualSignalToNoise), (int)n), "steps per level", 1, 1, MostCorrectorSteps, true),
            "ncsn",
            "corrector-only"),
        Entry(new((n, _) => new CorrectorOnly(new SignalToNoiseLangevin(), (int)n), "steps per level", 1, 1, MostCorrectorSteps, true)),
        Entry(new((_, _) => new EulerMaruyama(NoiseRate: 0)), "pf-euler"),
        Entry(new((eta, _) => new Ddim(eta), "η", 0, 0, 1)),
        Entry(new((_, _) => new HeunInTime())),
        Entry(new((_, _) => new Heun()), "edm"),
        Entry(new((amount, _) => new Heun(new Churn(amount, Lowest: 0.05, Highest: 50)), "S_churn", 10, 0, 1000), "edm-churn"),
        Entry(new((_, _) => new RungeKuttaInTime(ButcherTableau.Kutta3))),
        Entry(new((_, _) => new RungeKuttaInTime(ButcherTableau.Classical4)), "rk4"),
        Entry(new((_, _) => new RungeKuttaInRatio(ButcherTableau.Kutta3)), "rho-kutta"),
        Entry(new((_, _) => new RungeKuttaInRatio(ButcherTableau.Classical4))),
        Entry(new((_, _) => new DpmSolver2()), "dpm-solver-2"),
        Entry(new((_, _) => new DpmSolver3()), "dpm-solver-3"),
        Entry(new((_, _) => new DpmSolverFast()), "dpm-solver-fast"),
        Entry(new((_, _) => new DpmSolverPlusPlus2S()), "dpm++2s"),
        Entry(new((_, _) => new DpmSolverPlusPlus2M()), "dpm++2m"),
        Entry(new((_, _) => new DpmSolverPlusPlus2M(SecondOrderTerm.Heun))),
        Entry(new((_, _) => new DpmSolverPlusPlus3M()), "dpm++3m"),
        Entry(new((_, _) => new DpmSolverPlusPlus3M(Damped: true))),
        Entry(new((_, _) => new UniPc(1))),
        Entry(new((_, _) => new UniPc(2)), "unipc"),
        Entry(new((_, _) => new UniPc(3))),
        Entry(new((_, _) => new UniPc(2, UniPcBasis.Length))),
        Entry(new((_, _) => new ImprovedPndm())),
        Entry(new((_, _) => new DeisAdams(1))),
        Entry(new((_, _) => new DeisAdams(2))),
        Entry(new((_, _) => new DeisAdams(3)), "deis"),
        Entry(new((deviation, _) => new DpmSolverV3(1, deviation), "σ_d", 1, LeastDeviation, MostDeviation)),
        Entry(new((deviation, _) => new DpmSolverV3(2, deviation), "σ_d", 1, LeastDeviation, MostDeviation), "dpm-solver-v3"),
        Entry(new((deviation, _) => new DpmSolverV3(3, deviation), "σ_d", 1, LeastDeviation, MostDeviation)),
        Entry(new((rate, _) => new SdeDpmSolverPlusPlus(1, rate), "noise rate", 1, 0, MostNoiseRate)),
        Entry(new((rate, _) => new SdeDpmSolverPlusPlus(2, rate), "noise rate", 1, 0, MostNoiseRate), "dpm++2m-sde"),
        Entry(new((rate, _) => new SdeDpmSolverPlusPlus(3, rate), "noise rate", 1, 0, MostNoiseRate), "dpm++3m-sde"),
        Entry(new((rate, _) => new DpmSolverPlusPlusSde(rate), "noise rate", 1, 0, MostNoiseRate), "dpm++sde"),
        Entry(new((eta, _) => new DpmSolverPlusPlus2SAncestral(eta), "η", 1, 0, 1), "dpm++2s-a"),
        Entry(new((_, _) => new Seeds2())),
        Entry(new((_, _) => new Seeds3())),
        Entry(new((rate, _) => new SaSolver(1, rate), "noise rate", 1, 0, MostNoiseRate)),
        Entry(new((rate, _) => new SaSolver(2, rate), "noise rate", 1, 0, MostNoiseRate), "sa-solver"),
        Entry(new((rate, _) => new SaSolver(3, rate), "noise rate", 1, 0, MostNoiseRate)),
        Entry(new((repeats, _) => new Restart(new Heun(), (int)repeats), "repeats", 4, 1, MostCorrectorSteps, true), "restart"),
        Entry(new((rate, _) => new StochasticHeun(rate), "noise rate", 1, 0, MostNoiseRate)),
        Entry(new((rate, _) => new StochasticRungeKutta(AreaTableau.Sra1, rate), "noise rate", 1, 0, MostNoiseRate)),
        Entry(new((rate, _) => new StochasticRungeKutta(AreaTableau.Shark, rate), "noise rate", 1, 0, MostNoiseRate)),
        Published(new ScoreSdeEulerMaruyama()),
        Published(new PredictorCorrector(new ReverseDiffusion(), new ScoreSdeLangevin())),
        Published(new DiffusersSdeDpmSolver3()),
        Published(new KDiffusionDpmSde()),
        Published(new KDiffusionSdeDpmSolver3()),
        Published(new FastSamplingEnd(new EulerMaruyama())),
        Published(new DpmSolverLabels(new DpmSolverPlusPlus2M())),
        Published(new SinglePrecisionDeviation(new EulerMaruyama())),
        Published(new DataMixing(MixingFactor.NoiseAligned)),
        Published(new DataMixing(MixingFactor.NoiseAligned, AddsNoise: true)),
        Entry(new((moment, _) => new DataMixing(MixingFactor.LeastSquares, DataMoment: moment), "E x₀²", 1, 0, 1e6) { IsAsPublished = true }));

    /// <summary>The solver of a word such as <c>heun</c> or <c>ddim:0.5</c>, or null and a fault.</summary>
    public static NamedSolver? Find(string word, Faults faults)
    {
        int colon = word.IndexOf(':', StringComparison.Ordinal);
        string name = colon < 0 ? word : word[..colon];
        string? number = colon < 0 ? null : word[(colon + 1)..];
        if (Find(name) is not { } entry)
        {
            faults.Add(AdaptiveCatalog.Knows(name) ? $"Solver '{name}' chooses its own steps: 'sample --solver {name} --rtol R --atol A' and 'compare --solvers {name}:TOLERANCE' take it, and nothing else does."
                : BorrowedNames.SentenceOf(name) is { } advice ? $"There is no solver '{name}' here: {advice}" : Shelf.Unknown(name));
            return null;
        }

        if (entry.Value.Read(entry.Name, number, faults) is not { } parameter)
        {
            return null;
        }

        return new NamedSolver(number is null ? entry.Name : $"{entry.Name}:{parameter:R}", entry.Value, parameter);
    }

    /// <summary>The solver of a name, an alias or a name that another program has for it, or null.</summary>
    public static Entry<SolverChoice>? Find(string name) =>
        Shelf.Entries.FirstOrDefault(entry => entry.Answers(name))
        ?? Shelf.Entries.FirstOrDefault(entry => entry.Names.Any(own => BorrowedNames.KeyOf(own) == BorrowedNames.KeyOf(name)))
        ?? Shelf.Entries.FirstOrDefault(entry => entry.Name == BorrowedNames.OwnNameOf(name));

    private static Entry<SolverChoice> Published(ISolver solver) => Entry(new((_, _) => solver) { IsAsPublished = true });

    private static Entry<SolverChoice> Entry(SolverChoice choice, params string[] aliases)
    {
        SolverFacts facts = choice.Facts;
        return new Entry<SolverChoice>(facts.Name, facts.Title, choice, aliases);
    }
}
