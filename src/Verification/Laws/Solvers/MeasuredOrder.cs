using ScoreSde.Processes;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Conformance;
using ScoreSde.Verification.Instruments;

namespace ScoreSde.Verification.Laws.Solvers;

/// <summary>The orders of one solver on one process, without sampling.</summary>
/// <param name="solver">The solver.</param>
/// <param name="claims">What it claims: the grids and the noise to measure it on.</param>
/// <param name="process">The process under test.</param>
/// <param name="known">Times and data.</param>
internal sealed class MeasuredOrder(ISolver solver, SolverClaims claims, IDiffusionProcess process, OrderCase known)
{
    /// <summary>How far a measured order may be from the claimed one.</summary>
    public const double Tolerance = 0.05;

    // Roundings of a thousand steps are a few 1e-15.
    private const double Floor = 5e-14;

    private readonly NormalLaw exact = OrderCase.Data.At(process.At(known.End));

    /// <summary>Of the root mean square distance to the flow of a mixture.</summary>
    public double Flow() => Order(n => FlowError.Measure(solver, process, OrderCase.Mixture, Grid(n), points: 16));

    /// <summary>Of the variance of Gaussian data.</summary>
    public double Variance() => Hidden(VarianceError, solver.Facts.Order);

    /// <summary>Of the mean of Gaussian data.</summary>
    public double Mean() => Order(MeanError);

    /// <summary>Of the distance to the exact solution on the same Brownian path, Gaussian data.</summary>
    public double Strong() => Hidden(
        n => StrongError.Measure(solver, process, OrderCase.Data, known.Uniform(n), PathNoise.For(solver.Facts), claims.NoiseRate),
        solver.Facts.StrongOrder ?? 0,
        late: true);

    /// <summary>What the variance of Gaussian data is off by after a run of n steps.</summary>
    public double VarianceError(int n) => End(n).Variance - exact.Variance;

    /// <summary>What the mean of Gaussian data is off by after a run of n steps.</summary>
    public double MeanError(int n) => End(n).Mean - exact.Mean;

    /// <summary>The law of Gaussian data after a run of n steps.</summary>
    public NormalLaw End(int n) =>
        ExactMoments.Map(solver, process, OrderCase.Data, Grid(n)).Push(OrderCase.Data.At(process.At(known.Start)));

    // A start of order 1 has an error of order 2, which would hide any order above it.
    private TimeGrid Grid(int n) => claims.StartsAtLowOrder ? known.BeginningFinely(n) : known.Uniform(n);

    // Where the next term hides the order, it goes; that looks at twice the steps, so the range stops at half.
    private double Hidden(Func<int, double> error, double order, bool late = false) => claims.HidesItsOrder
        ? Order(OrderFit.WithoutNextTerm(error, order), late, mostSteps: 4096, near: 0.06)
        : Order(error, late);

    // Some slopes settle late: where they never come within 0.02, 0.05 must do. In a strong error a term
    // of order 2 may hide one of order 1 on coarse grids, where slopes may even rest a while; those are left out.
    private static double Order(Func<int, double> error, bool late = false, int mostSteps = 8192, double near = 0.05)
    {
        var measured = new Dictionary<int, double>();
        double Once(int n) => measured.TryGetValue(n, out double known) ? known : measured[n] = error(n);
        try
        {
            return OrderFit.Measure(Once, late ? 64 : 16, finest: mostSteps / 2, tolerance: 0.02, floor: Floor).Order;
        }
        catch (NotAsymptoticException)
        {
            return OrderFit.Measure(Once, late ? mostSteps / 16 : 16, finest: mostSteps, tolerance: near, floor: Floor).Order;
        }
    }
}
