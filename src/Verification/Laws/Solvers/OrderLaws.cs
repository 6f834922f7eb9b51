using ScoreSde.Processes;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Conformance;
using ScoreSde.Verification.Instruments;
using ScoreSde.Verification.Laws.Cases;

namespace ScoreSde.Verification.Laws.Solvers;

/// <summary>
/// Orders of one solver, measured without sampling and held to ±0.05. The cases are a fixed list of processes, since an error constant
/// that happens to vanish for a generated one would leave no order to measure.
/// </summary>
internal static class OrderLaws
{
    private const double Tolerance = 0.05;

    // Roundings of the mean: seven coarse steps of a multistep method multiply them by its weights.
    private const double Exact = 1e-13;

    // Roundings of a thousand steps are a few 1e-15.
    private const double Floor = 5e-14;

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
            Cases = context => CasesOf.Listed(OrderCase.Of(context, withTable: facts.Order <= 2 && !claims.StartsAtLowOrder)),
            Measure = (context, known) => Orders(context, solver, claims, known),
        };
        if (facts.StrongOrder is > 0)
        {
            yield return new Law<OrderCase>
            {
                Name = $"strong-order/{facts.Name}",
                Statement = $"{facts.Title}: paths follow the exact solution of the reverse SDE that is driven by the same Brownian path with strong order {facts.StrongOrder}.",
                Source = "Kloeden and Platen 1992, §9.6; joint covariance by quadrature",
                Subject = Subject.Solver,
                Solver = facts.Name,
                Cases = static context => CasesOf.Listed(OrderCase.Of(context)),
                Measure = (context, known) => StrongOrders(context, solver, claims, known),
            };
        }
    }

    private static IEnumerable<Measurement> Orders(PropertyContext context, ISolver solver, SolverClaims claims, OrderCase known)
    {
        IDiffusionProcess process = context.Under(known.Process);
        SolverFacts facts = solver.Facts;
        ISolver real = context.Parts.Solver(solver);
        TimeGrid Grid(int n) => claims.StartsAtLowOrder ? known.BeginningFinely(n) : known.Uniform(n);
        if (!facts.IsStochastic)
        {
            yield return Fit("order on a mixture", facts.Order, n =>
                FlowError.Measure(real, process, OrderCase.Mixture, Grid(n), points: 16));
        }

        NormalLaw end = OrderCase.Data.At(process.At(known.End));
        NormalLaw End(int n)
        {
            try
            {
                return ExactMoments.Map(real, process, OrderCase.Data, Grid(n)).Push(OrderCase.Data.At(process.At(known.Start)));
            }
            catch (Exception refused) when (refused is NotSupportedException || (refused is ArgumentException && n == 4))
            {
                throw new NotApplicableException("the step takes norms of states, so it has no exact moments");
            }
        }

        _ = End(4);
        if (facts.Order == 0)
        {
            // A bias that no grid removes: the error is b + c/n + …, and b, extrapolated twice, comes out the same. Without a bias the
            // two would be as 4 to 1.
            double coarse = End(1024).Variance - end.Variance;
            double middle = End(2048).Variance - end.Variance;
            double fine = End(4096).Variance - end.Variance;
            double slope = Math.Log2(Math.Abs(((2 * middle) - coarse) / ((2 * fine) - middle)));

            // Looser than ±0.05: on sub-VP the bias is so small that b still moves by a twentieth. Without a bias this would be 2.
            yield return Measurement.Absolute("weak order of the variance", 0, slope, 4 * Tolerance);
            yield break;
        }

        yield return Weak("variance", static law => law.Variance);
        yield return Math.Abs(End(7).Mean - end.Mean) <= Exact
            ? Measurement.Absolute("error of the mean, exact", 0, End(60).Mean - end.Mean, Exact)
            : Weak("mean", static law => law.Mean);

        // The flow of Gaussian data is special: the midpoint rule in σ, say, has order 3 there. A lower order is a fault, a higher is luck.
        Measurement Weak(string what, Func<NormalLaw, double> moment)
        {
            try
            {
                double Error(int n) => moment(End(n)) - moment(end);
                double order = claims.HidesItsOrder ? Order(OrderFit.WithoutNextTerm(Error, facts.Order), twice: true) : Order(Error);
                return facts.IsStochastic
                    ? Measurement.Absolute($"weak order of the {what}", facts.Order, order, Tolerance)
                    : Measurement.AtLeast($"weak order of the {what}", facts.Order, order, Tolerance);
            }
            catch (NotAsymptoticException settles) when (!facts.IsStochastic && facts.Order > 1 && settles.Trace.Count > 4)
            {
                // Terms of two orders may all but cancel until rounding sets in; then the mixture alone shows the order.
                return Measurement.AtMost($"error of the {what} at {settles.Trace[^1].Steps} steps", 1e-8, settles.Trace[^1].Error);
            }
        }
    }

    private static IEnumerable<Measurement> StrongOrders(PropertyContext context, ISolver solver, SolverClaims claims, OrderCase known)
    {
        IDiffusionProcess process = context.Under(known.Process);
        ISolver real = context.Parts.Solver(solver);
        try
        {
            _ = StrongError.Measure(real, process, OrderCase.Data, known.Uniform(8), BrownianClock.Time, claims.NoiseRate);
        }
        catch (NotSupportedException reason)
        {
            throw new NotApplicableException(reason.Message.TrimEnd('.'));
        }

        double strong = solver.Facts.StrongOrder!.Value;
        double Error(int n) => StrongError.Measure(real, process, OrderCase.Data, known.Uniform(n), BrownianClock.Time, claims.NoiseRate);
        yield return Measurement.Absolute(
            "strong order, clock t",
            strong,
            claims.HidesItsOrder ? Order(OrderFit.WithoutNextTerm(Error, strong), late: true, twice: true) : Order(Error, late: true),
            Tolerance);
    }

    private static Measurement Fit(string what, double order, Func<int, double> error) =>
        Measurement.Absolute(what, order, Order(error), Tolerance);

    // Some slopes settle late: where they never come within 0.02, 0.05 must do. In a strong error a term
    // of order 2 may hide one of order 1 on coarse grids, which are then left out. An error that looks at twice the steps stops at half.
    private static double Order(Func<int, double> error, bool late = false, bool twice = false)
    {
        (int Coarsest, double Near)[] ranges = late ? [(16, 0.02), (512, 0.05)] : [(16, 0.02), (16, 0.05)];
        for (int k = 0; ; k++)
        {
            try
            {
                return OrderFit.Measure(
                    error, ranges[k].Coarsest, finest: (k == 0 ? 4096 : 8192) / (twice ? 2 : 1), tolerance: ranges[k].Near, floor: Floor).Order;
            }
            catch (NotAsymptoticException) when (k == 0)
            {
                // Once more with the wider range.
            }
        }
    }
}
