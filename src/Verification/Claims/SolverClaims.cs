using ScoreSde.Solvers;

namespace ScoreSde.Verification.Claims;

/// <summary>What a solver claims beyond its <see cref="SolverFacts"/>.</summary>
/// <param name="ExactOnPointData">The law of data in one point is exact on any grid, and so is the mean of Gaussian data.</param>
/// <param name="NoiseRate">The r of the reverse process whose paths a stochastic method follows; DDIM's is η².</param>
/// <param name="StartsAtLowOrder">A multistep method whose first step has order 1: its order is measured on grids that begin finely.</param>
/// <param name="StagesShareNoise">The stages of a step draw the same named noise more than once, on purpose.</param>
public sealed record SolverClaims(
    bool ExactOnPointData = false, double NoiseRate = 1, bool StartsAtLowOrder = false, bool StagesShareNoise = false)
{
    /// <summary>The method sees β(t) itself, at an order that a kink of β(t) spoils: its order is not measured on a table schedule.</summary>
    public bool NeedsSmoothRate { get; init; }

    /// <summary>
    /// The method sees α and σ at the grid's times, and between them by λ alone: never the rate β(t) nor the clock. Only then is an order measured on a
    /// table that the user gives, whose knots lie anywhere between the times.
    /// </summary>
    public bool SeesLevelsAlone { get; init; }

    /// <summary>
    /// The errors have a term one order above the promised one, so large beside it that it hides it on every affordable grid; it is
    /// extrapolated away before an order is measured.
    /// </summary>
    public bool HidesItsOrder { get; init; }

    /// <summary>x/α depends on the σ/α of the grid's times alone, not on the clock nor on the kind of process.</summary>
    public bool SeesLambdaAlone { get; init; }

    /// <summary>The strong order where the drift is linear, as for Gaussian data; null where it is that of the facts.</summary>
    public double? StrongOrderOnLinearDrift { get; init; }

    /// <summary>The claims of a shipped solver; no claim for any other.</summary>
    public static SolverClaims Of(ISolver solver) =>
        new(IsExactOnPointData(solver ?? throw new ArgumentNullException(nameof(solver))), NoiseRateOf(solver), IsLowAtStart(solver), DoStagesShareNoise(solver))
        {
            NeedsSmoothRate = solver is RungeKuttaInTime or DeisAdams { Degree: > 1 },
            SeesLevelsAlone = IsExactOnPointData(solver) && solver is not DeisAdams
                || solver is Ancestral or ReverseDiffusion or PredictorCorrector or CorrectorOnly or DpmSolverV3 or Seeds2 or Seeds3 or Heun,
            HidesItsOrder = solver is SaSolver { NoiseRate.Rate: > 0 } or SdeDpmSolverPlusPlus { Levels: > 2, NoiseRate.Rate: > 0 },
            SeesLambdaAlone = solver is Seeds2 or Seeds3 or DpmSolverV3
                || (IsExactOnPointData(solver) && solver is not (DeisAdams or Restart or Heun { Churn: not null })),
            StrongOrderOnLinearDrift = solver is StochasticRungeKutta ? 2 : null,
        };

    private static bool IsExactOnPointData(ISolver solver) => solver is
        Ddim or Heun { Churn: null or { NoiseScale: 1 } } or Ancestral { Variance: PosteriorVariance }
        or DpmSolver2 or DpmSolver3 or ImprovedPndm or DeisAdams or UniPc
        or DpmSolverPlusPlus2S or DpmSolverPlusPlus2M or DpmSolverPlusPlus3M
        or DpmSolverFast or RungeKuttaInRatio or SaSolver
        or SdeDpmSolverPlusPlus or DpmSolverPlusPlusSde or DpmSolverPlusPlus2SAncestral
        || (solver is Restart restart && IsExactOnPointData(restart.Flow));

    private static double NoiseRateOf(ISolver solver) => solver switch
    {
        Ddim method => method.Eta * method.Eta,
        DpmSolverPlusPlus2SAncestral method => method.Eta * method.Eta,
        EulerMaruyama method => method.NoiseRate.Rate,
        SdeDpmSolverPlusPlus method => method.NoiseRate.Rate,
        DpmSolverPlusPlusSde method => method.NoiseRate.Rate,
        StochasticHeun method => method.NoiseRate.Rate,
        SaSolver method => method.NoiseRate.Rate,
        StochasticRungeKutta method => method.NoiseRate.Rate,
        _ => 1,
    };

    private static bool IsLowAtStart(ISolver solver) =>
        solver is DpmSolverPlusPlus3M or DpmSolverV3 or UniPc or DeisAdams or SaSolver && solver.Facts.Order > 2;

    private static bool DoStagesShareNoise(ISolver solver) =>
        solver is DpmSolverPlusPlusSde or Seeds2 or Seeds3 or StochasticHeun or StochasticRungeKutta;
}
