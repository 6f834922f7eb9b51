using ScoreSde.Solvers;
using ScoreSde.Verification.Claims;
using ScoreSde.Verification.Laws;
using ScoreSde.Verification.Laws.Solvers;
using ScoreSde.Verification.Runs;

namespace ScoreSde.Verification.Conformance;

/// <summary>
/// Proves a solver: orders and evaluations as its facts declare, exactness where it claims it, bits that depend on the seed and the
/// sample alone, no garbage, finite ends, no preferred axis.
/// </summary>
public static class SolverConformance
{
    /// <summary>Checks a solver, shipped or your own.</summary>
    /// <param name="solver">The solver.</param>
    /// <param name="claims">What it claims beyond its facts; null takes a shipped solver's claims and none for others.</param>
    /// <param name="context">Seed and cases; null for the usual ones.</param>
    public static ConformanceReport Check(ISolver solver, SolverClaims? claims = null, PropertyContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(solver);
        IReadOnlyList<IProperty> properties = SolverLaws.For(solver, claims ?? SolverClaims.Of(solver));
        return new($"solver {solver.Facts.Name}", VerificationRun.Run(properties, context ?? new PropertyContext()));
    }
}
