namespace ScoreSde.Solvers;

/// <summary>Every shipped method with its usual settings, in the order in which tables show them. Tests walk this list.</summary>
public static class KnownSolvers
{
    /// <summary>Methods that need nothing but a score.</summary>
    public static IReadOnlyList<ISolver> All { get; } =
    [
        new EulerMaruyama(),
        new ReverseDiffusion(),
        new Ancestral(new ForwardVariance()),
        new Ancestral(new PosteriorVariance()),
        new PredictorCorrector(new ReverseDiffusion(), new AnnealedLangevin()),
        new PredictorCorrector(new ReverseDiffusion(), new SignalToNoiseLangevin()),
        new EulerMaruyama(NoiseRate: 0),
        new Ddim(),
        new Ddim(Eta: 1),
        new HeunInTime(),
        new Heun(),
        new Heun(new Churn(Amount: 10, Lowest: 0.05, Highest: 50)),
        new RungeKuttaInTime(ButcherTableau.Kutta3),
        new RungeKuttaInTime(ButcherTableau.Classical4),
        new DpmSolver2(),
        new DpmSolver3(),
        new DpmSolverPlusPlus2S(),
        new DpmSolverPlusPlus2M(),
        new DpmSolverPlusPlus2M(SecondOrderTerm.Heun),
        new DpmSolverPlusPlus3M(),
        new DpmSolverPlusPlus3M(Damped: true),
        new UniPc(1),
        new UniPc(2),
        new UniPc(3),
        new UniPc(2, UniPcBasis.Length),
        new ImprovedPndm(),
        new DeisAdams(1),
        new DeisAdams(2),
        new DeisAdams(3),
        new SdeDpmSolverPlusPlus(1),
        new SdeDpmSolverPlusPlus(2),
        new DpmSolverPlusPlusSde(),
        new DpmSolverPlusPlus2SAncestral(),
        new Seeds2(),
        new StochasticHeun(),
        new StochasticRungeKutta(AreaTableau.Sra1),
        new StochasticRungeKutta(AreaTableau.Shark),
    ];
}
