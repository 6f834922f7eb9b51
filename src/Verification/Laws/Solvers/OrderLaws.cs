using ScoreSde.Solvers;
using ScoreSde.Verification.Claims;
using ScoreSde.Verification.Instruments;
using ScoreSde.Verification.Laws.Cases;

namespace ScoreSde.Verification.Laws.Solvers;

/// <summary>
/// Orders of one solver, measured without sampling and held to ±0.05. The cases are a fixed list of processes, since an error constant
/// that happens to vanish for a generated one would leave no order to measure.
/// </summary>
internal static class OrderLaws
{
    // Roundings of the mean: seven coarse steps of a multistep method multiply them by its weights.
    private const double Exact = 1e-13;

    public static IEnumerable<IProperty> For(ISolver solver, SolverClaims claims)
    {
        SolverFacts facts = solver.Facts;
        yield return new Law<OrderCase>
        {
            Name = $"order/{facts.Name}",
            Statement = facts.Order == 0
                ? $"{facts.Title}: the variance of Gaussian data tends to a biased value (order 0), however short the steps."
                : facts.IsStochastic
                ? $"{facts.Title}: the variance of Gaussian data is reached with weak order {facts.Order}; the mean too, or exactly."
                : $"{facts.Title}: paths of the flow of a two-component mixture end at their quantile with order {facts.Order}; Gaussian moments do no worse.",
            Source = facts.Source,
            Subject = Subject.Solver,
            Solver = facts.Name,
            Needs = OrderCase.NeedsSmoothRate,
            Cases = context => CasesOf.ListedOrNone(OrderCase.Of(context, OrderCase.SuitsOrder(claims), claims.SeesLevelsAlone)),
            Measure = (context, known) => Orders(context, solver, claims, known),
        };
        if (facts.StrongOrder is > 0)
        {
            yield return new Law<OrderCase>
            {
                Name = $"strong-order/{facts.Name}",
                Statement = $"{facts.Title}: paths follow the exact solution of the reverse SDE that is driven by the same Brownian path with strong order {facts.StrongOrder}"
                    + (claims.StrongOrderOnLinearDrift is { } linear ? $", {linear} on Gaussian data, whose drift is linear." : "."),
                Source = "Kloeden and Platen 1992, §9.6; joint covariance by quadrature",
                Subject = Subject.Solver,
                Solver = facts.Name,
                Needs = OrderCase.NeedsSmoothRate,
                Cases = context => CasesOf.ListedOrNone(OrderCase.Of(context, OrderCase.SuitsStrongOrder(solver, claims), claims.SeesLevelsAlone)),
                Measure = (context, known) => StrongOrders(context, solver, claims, known),
            };
        }
    }

    private static IEnumerable<Measurement> Orders(PropertyContext context, ISolver solver, SolverClaims claims, OrderCase known)
    {
        SolverFacts facts = solver.Facts;
        var measured = new MeasuredOrder(context.Parts.Solver(solver), claims, context.Under(known.Process), known);
        if (!facts.IsStochastic)
        {
            yield return Measurement.OfOrder("order on a mixture", facts.Order, measured.Flow(), MeasuredOrder.Tolerance);
        }

        try
        {
            _ = measured.End(4);
        }
        catch (Exception refused) when (refused is NotSupportedException or ArgumentException)
        {
            throw new NotApplicableException("the step takes norms of states, so it has no exact moments");
        }

        if (facts.Order == 0)
        {
            // Looser than ±0.05: on sub-VP the bias is so small that it still moves by a twentieth. Without a bias this would be 2.
            const double Tolerance = 4 * MeasuredOrder.Tolerance;
            SettledOrder bias = measured.Bias(Tolerance);
            yield return Measurement.Absolute("weak order of the variance", 0, bias.Order, Tolerance) with { Undecided = bias.Settles ? null : bias.Open };
            yield break;
        }

        yield return Weak("variance", measured.Variance());
        yield return Math.Abs(measured.MeanError(7)) <= Exact
            ? Measurement.Absolute("error of the mean, exact", 0, measured.MeanError(60), Exact)
            : Weak("mean", measured.Mean());

        // Terms of two orders may all but cancel until rounding sets in; then the mixture alone shows the order.
        Measurement Weak(string what, SettledOrder found) => !found.Settles && !facts.IsStochastic && facts.Order > 1 && found.Trace is [_, _, _, .., (_, <= 1e-8)]
            ? Measurement.AtMost($"error of the {what} at {found.Trace[^1].Steps} steps", 1e-8, found.Trace[^1].Error)
            : Measurement.OfOrder($"weak order of the {what}", facts.Order, found, MeasuredOrder.Tolerance, higherIsLuck: !facts.IsStochastic);
    }

    private static IEnumerable<Measurement> StrongOrders(PropertyContext context, ISolver solver, SolverClaims claims, OrderCase known) =>
    [
        Measurement.OfOrder(
            $"strong order, {PathNoise.For(solver.Facts).Name}",
            claims.StrongOrderOnLinearDrift ?? solver.Facts.StrongOrder!.Value,
            new MeasuredOrder(context.Parts.Solver(solver), claims, context.Under(known.Process), known).Strong(),
            MeasuredOrder.Tolerance),
    ];
}
