using ScoreSde.Solvers;
using ScoreSde.Verification.Claims;

namespace ScoreSde.Verification.Laws.Solvers;

/// <summary>The properties of one solver, shipped or not.</summary>
internal static class SolverLaws
{
    public static IReadOnlyList<IProperty> For(ISolver solver, SolverClaims claims) =>
        [.. OrderLaws.For(solver, claims), .. ConductLaws.For(solver, claims), .. RunLaws.For(solver)];
}
