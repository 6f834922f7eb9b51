using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Claims;
using ScoreSde.Verification.Generators;
using ScoreSde.Verification.Instruments;
using ScoreSde.Verification.Laws.Solvers;
using ScoreSde.Verification.References;

namespace ScoreSde.Verification.Orders;

/// <summary>The measured orders of solvers, on the processes of the properties <c>order/…</c> and <c>strong-order/…</c>.</summary>
/// <param name="Rows">Deterministic methods first, otherwise in the order given.</param>
public sealed record OrderTable(IReadOnlyList<OrderRow> Rows)
{
    private const string Knots =
        "Not on the table schedule: methods of an order above 2 that see β(t) itself see the knots of a table. Those in λ do not.";

    private const string Start =
        "On grids that begin finely. The first step of these methods is of order 1, with an error of order 2 in its length; on equal steps that "
        + "shows once all else is smaller.";

    private const string Linear = "The drift of Gaussian data is linear, and there these methods gain half an order. The claim is their theorem for any data.";

    private const string NoOrder = "No order is claimed: the corrector keeps a bias, however short the steps.";

    private const string NoPath = "No strong order is claimed: the noise is no increment of the Brownian path of a reverse SDE.";

    /// <summary>Whether every claim holds.</summary>
    public bool Holds => Rows.All(static row => row.Holds);

    /// <summary>Measures; a few seconds for all shipped solvers.</summary>
    /// <param name="solvers">The solvers, with the claims of shipped ones.</param>
    /// <param name="progress">Told of the place, the number and the name of every solver before it is measured.</param>
    /// <param name="cancellation">Stops between two solvers.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static OrderTable Measure(
        IReadOnlyList<ISolver> solvers, Action<int, int, string>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(solvers);
        ISolver[] sorted = [.. solvers.OrderBy(static solver => solver.Facts.IsStochastic)];
        var rows = new OrderRow[sorted.Length];
        for (int i = 0; i < sorted.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            progress?.Invoke(i, sorted.Length, sorted[i].Facts.Name);
            rows[i] = Row(sorted[i], SolverClaims.Of(sorted[i]));
        }

        return new(rows);
    }

    private static OrderRow Row(ISolver solver, SolverClaims claims)
    {
        SolverFacts facts = solver.Facts;
        OrderRange? order = facts.Order == 0 ? null : Range(
            solver, claims, OrderCase.SuitsOrder(claims), measured => facts.IsStochastic ? measured.Variance() : measured.Flow());
        OrderRange? strong = facts.StrongOrder is null or 0 ? null : Range(
            solver, claims, OrderCase.SuitsStrongOrder(solver, claims), static measured => measured.Strong());
        bool holds = order?.Agrees(facts.Order, MeasuredOrder.Tolerance) is not false
            && strong?.Agrees(claims.StrongOrderOnLinearDrift ?? facts.StrongOrder!.Value, MeasuredOrder.Tolerance) is not false;
        return new(facts, Noises(solver), order, strong, holds)
        {
            OrderNotes =
            [
                .. claims.NeedsSmoothRate ? new[] { Knots } : [],
                .. claims.StartsAtLowOrder ? new[] { Start } : [],
                .. facts.Order == 0 ? new[] { NoOrder } : [],
            ],
            StrongNotes =
            [
                .. claims.StrongOrderOnLinearDrift is null ? [] : new[] { Linear },
                .. facts.StrongOrder == 0 && facts.Order > 0 ? new[] { NoPath } : [],
            ],
        };
    }

    private static OrderRange Range(ISolver solver, SolverClaims claims, bool withTable, Func<MeasuredOrder, SettledOrder> measure)
    {
        double[] orders = [.. OrderCase.Usual(withTable).Select(known =>
        {
            SettledOrder found = measure(new MeasuredOrder(solver, claims, known.Process, known));
            return found.Settles ? found.Order : double.NaN;
        })];
        return new(orders.Min(), orders.Max());
    }

    // At σ/α = 1 every method that draws noise does so.
    private static int Noises(ISolver solver)
    {
        var process = new VariancePreserving(new LinearSchedule());
        double time = process.AtLambda(0).Time;
        RecordingSpace? recorder = null;
        TileRun.Values(
            solver,
            process,
            new SmoothNoise((0.5, 0.3, 0.2, 1, 0.1), 3),
            new TimeGrid("one step", time, 0.9 * time),
            space: inner => recorder = new RecordingSpace(inner),
            afterStep: _ => recorder!.EndStep());
        return recorder!.MostInAStep - 1;
    }
}
