using ScoreSde.Solvers;

namespace ScoreSde.Verification.Conformance;

/// <summary>What a solver claims beyond its <see cref="SolverFacts"/>.</summary>
/// <param name="ExactOnPointData">The law of data in one point is exact on any grid.</param>
/// <param name="NoiseRate">The r of the reverse process whose paths a stochastic method follows; DDIM's is η².</param>
/// <param name="StartsAtLowOrder">A multistep method whose first step has order 1: its order is measured on grids that begin finely.</param>
/// <param name="HidesItsOrder">
/// The error has a term one order above the promised one, so large beside it that it hides it on every affordable grid; it is
/// extrapolated away before the order is measured.
/// </param>
/// <param name="StagesShareNoise">The stages of a step draw the same named noise more than once, on purpose.</param>
public sealed record SolverClaims(
    bool ExactOnPointData = false, double NoiseRate = 1, bool StartsAtLowOrder = false, bool StagesShareNoise = false, bool HidesItsOrder = false)
{
    /// <summary>The claims of a shipped solver; no claim for any other.</summary>
    public static SolverClaims Of(ISolver solver) => solver switch
    {
        Ddim ddim => new(true, ddim.Eta * ddim.Eta),
        Heun { Churn: null } => new(true),
        Ancestral { Variance: PosteriorVariance } => new(true),
        DpmSolverPlusPlus3M { Damped: false } or UniPc or DeisAdams => new(StartsAtLowOrder: true),
        DpmSolverPlusPlusSde or Seeds2 or Seeds3 or StochasticHeun or StochasticRungeKutta => new(StagesShareNoise: true),
        EulerMaruyama method => new(false, method.NoiseRate.Rate),
        SaSolver { NoiseRate.Rate: 0 } => new(true, 0, StartsAtLowOrder: true),
        SaSolver sa => new(true, sa.NoiseRate.Rate, HidesItsOrder: true),
        SdeDpmSolverPlusPlus { NoiseRate.Rate: > 0 } sde => new(true, sde.NoiseRate.Rate, HidesItsOrder: sde.Levels > 2),
        DpmSolverFast => new(true),
        RungeKuttaInRatio => new(true),
        _ => new(),
    };
}
