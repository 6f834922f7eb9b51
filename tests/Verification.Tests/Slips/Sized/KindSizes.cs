using ScoreSde.Noise;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.Verification.Claims;
using ScoreSde.Verification.Conformance;
using ScoreSde.Verification.Laws;
using static ScoreSde.Tests.Slips.Sized.Doors;

namespace ScoreSde.Tests.Slips.Sized;

/// <summary>The kinds of laws that every solver has, each with a slip of an amount that suits all solvers.</summary>
internal static class KindSizes
{
    private static int asked;

    /// <summary>The slips for one solver; of its laws, each is the kind and the solver's name.</summary>
    public static IEnumerable<SizedSlip> For(ISolver solver)
    {
        SolverFacts facts = solver.Facts;
        yield return facts.Order == 0
            ? new($"order/{facts.Name}", 0.3, AnySolver(OfVarianceOrder)) { Figure = "weak order" }
            : new($"order/{facts.Name}", 0.075, AnySolver((right, less) => OfOrder(right, facts.Order - less)));
        if (facts.StrongOrder is > 0 and { } strong)
        {
            double linear = SolverClaims.Of(solver).StrongOrderOnLinearDrift ?? strong;
            yield return new($"strong-order/{facts.Name}", 0.075, AnySolver((right, less) => OfOrder(right, linear - less)));
        }

        yield return Exact("evaluations", AnySolver(static (s, on) => new SlippedSolver(s) { Twice = on > 0 }));
        yield return Exact("finite", AnySolver(static (s, on) => new SlippedSolver(s) { Gain = _ => on > 0 ? double.PositiveInfinity : 0 }));
        yield return Exact("noise-names", AnySolver(static (s, on) => on == 0 ? s : new SlippedSolver(s) { Extra = s.Facts.IsStochastic ? 0 : 1e-9, Key = static key => key with { Seed = key.Seed + 1 } }));
        yield return Exact("memory", AnySolver(static (s, on) => new SlippedSolver(s) { Memory = 1e-15 * on }));
        yield return new($"rotation/{facts.Name}", 1e-8, AnySolver(static (s, lean) => new SlippedSolver(s) { Lean = lean }));
        if (SolverClaims.Of(solver).ExactOnPointData)
        {
            yield return new($"point-data/{facts.Name}", 8.2e-11, End<ISolver>()) { Case = 3, Figure = "variance" };
        }

        yield return Exact("threads-and-tiles", AnySolver(static (s, on) => new SlippedSolver(s) { Memory = 1e-12 * on }));
        yield return Exact("sample-alone", ScoreAfter(static (on, epsilon) => epsilon.Values[^1] += on * 1e-12 * epsilon.Rows));
        yield return Exact("seed", ScoreAfter(static (on, epsilon) => epsilon.Values[0] += on * 1e-12 * (Interlocked.Increment(ref asked) % 100)));
        yield return Exact("allocation", ScoreAfter(static (on, epsilon) =>
        {
            if (on > 0)
            {
                GC.KeepAlive(new byte[1]);
            }
        }));

        SizedSlip Exact(string kind, Func<double, Parts> parts) => new($"{kind}/{facts.Name}", 1, parts) { IsExact = true };
    }

    /// <summary>The method with an end that is off by (c/n)^order in n steps, large beside its own error: its order is that.</summary>
    public static ISolver OfOrder(ISolver right, double order) =>
        new SlippedSolver(right) { Gain = step => Math.Pow(10.0 / step.Count, order) };

    // The variance off by c n^(−order), for a method with a variance that keeps a bias.
    private static SlippedSolver OfVarianceOrder(ISolver right, double order) =>
        new(right) { Gain = step => Math.Sqrt(1 + (1000 * Math.Pow(step.Count, -order))) - 1 };
}
