using ScoreSde.Solvers;

namespace ScoreSde.Verification.Conformance;

/// <summary>What a solver claims beyond its <see cref="SolverFacts"/>.</summary>
/// <param name="ExactOnPointData">The law of data in one point is exact on any grid.</param>
/// <param name="NoiseRate">The r of the reverse process whose paths a stochastic method follows; DDIM's is η².</param>
public sealed record SolverClaims(bool ExactOnPointData = false, double NoiseRate = 1)
{
    /// <summary>The claims of a shipped solver; no claim for any other.</summary>
    public static SolverClaims Of(ISolver solver) => solver switch
    {
        Ddim ddim => new(true, ddim.Eta * ddim.Eta),
        Heun { Churn: null } => new(true),
        Ancestral { Variance: PosteriorVariance } => new(true),
        EulerMaruyama method => new(false, method.NoiseRate),
        _ => new(),
    };
}
