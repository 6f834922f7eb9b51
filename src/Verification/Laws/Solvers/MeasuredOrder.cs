using ScoreSde.Processes;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Claims;
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
    public SettledOrder Flow() => Order(
        (n, shake) => FlowError.Measure(solver, shake.Of(process), OrderCase.Mixture, Grid(n), points: 16), solver.Facts.Order);

    /// <summary>Of the variance of Gaussian data.</summary>
    public SettledOrder Variance() => Hidden(
        (n, shake) => End(n, shake).Variance - exact.Variance, solver.Facts.Order, higherWillDo: !solver.Facts.IsStochastic);

    /// <summary>Of the mean of Gaussian data.</summary>
    public SettledOrder Mean() => Order(
        (n, shake) => End(n, shake).Mean - exact.Mean, solver.Facts.Order, higherWillDo: !solver.Facts.IsStochastic);

    /// <summary>Of the distance to the exact solution on the same Brownian path, Gaussian data.</summary>
    public SettledOrder Strong() => Hidden(
        (n, shake) => StrongError.Measure(solver, shake.Of(process), OrderCase.Data, known.WithAPath.Uniform(n), PathNoise.For(solver.Facts), claims.NoiseRate),
        claims.StrongOrderOnLinearDrift ?? solver.Facts.StrongOrder ?? 0,
        late: true);

    /// <summary>
    /// The power of n with which the bias of a variance that keeps one would fall: the error is b + c/n + …, and b, extrapolated twice, comes out
    /// the same. Without a bias the two are as 4 to 1, a power of 2.
    /// </summary>
    /// <param name="tolerance">How far from 0 is near enough.</param>
    public SettledOrder Bias(double tolerance)
    {
        Func<int, double> error = Once(VarianceError);
        double Limit(int n) => (2 * error(2 * n)) - error(n);
        var trace = new List<(int, double)> { (1024, Math.Abs(Limit(1024))) };
        double power = double.NaN;
        double before = double.NaN;
        for (int n = 2048; n <= 8192; n *= 2)
        {
            trace.Add((n, Math.Abs(Limit(n))));
            (before, power) = (power, Math.Log2(trace[^2].Item2 / trace[^1].Item2));
            if (Math.Abs(power) <= tolerance)
            {
                return new(power, true, trace);
            }
        }

        return new(power, Math.Abs(power - before) <= tolerance / 4, trace);
    }

    /// <summary>What the variance of Gaussian data is off by after a run of n steps.</summary>
    public double VarianceError(int n) => End(n).Variance - exact.Variance;

    /// <summary>What the mean of Gaussian data is off by after a run of n steps.</summary>
    public double MeanError(int n) => End(n).Mean - exact.Mean;

    /// <summary>The law of Gaussian data after a run of n steps.</summary>
    public NormalLaw End(int n, Shake shake = default) =>
        ExactMoments.Map(solver, process, OrderCase.Data, Grid(n), shake).Push(OrderCase.Data.At(process.At(known.Start)));

    // A start of order 1 has an error of order 2, which would hide any order above it.
    private TimeGrid Grid(int n) => claims.StartsAtLowOrder ? known.BeginningFinely(n) : known.Uniform(n);

    // Where the next term hides the order, it goes; that looks at twice the steps, so the range stops at half.
    private SettledOrder Hidden(Func<int, Shake, double> error, double order, bool late = false, bool higherWillDo = false)
    {
        if (!claims.HidesItsOrder)
        {
            return Order(error, order, late, higherWillDo);
        }

        Func<int, double> plain = OrderFit.WithoutNextTerm(n => error(n, default), order);
        return Order(
            (n, shake) => shake == default ? plain(n) : OrderFit.WithoutNextTerm(m => error(m, shake), order)(n), order, late, higherWillDo, mostSteps: 4096, near: 0.06);
    }

    // In a strong error a term of order 2 may hide one of order 1 on coarse grids, where slopes may even rest a while; those are left out.
    // The flow of Gaussian data is special: the midpoint rule in σ, say, has order 3 there. A lower order is a fault, a higher is luck.
    private static SettledOrder Order(
        Func<int, Shake, double> error, double claimed, bool late = false, bool higherWillDo = false, int mostSteps = 8192, double near = 0.05)
    {
        Func<int, double> once = Once(n => error(n, default));
        SettledOrder found = Above(Floor);
        if (!found.Settles || found.Order >= claimed - Tolerance)
        {
            return found;
        }

        // Before an order contradicts a claim, its errors must stand above what the roundings of this very case come to.
        int finest = found.Trace[^1].Steps;
        return Above(Math.Max(Floor, Shaken.Allowance * Shaken.Spread([once(finest)], shake => [error(finest, shake)])));

        SettledOrder Above(double floor) =>
            SettledOrder.Of(once, claimed, Tolerance, late ? 64 : 16, mostSteps, floor, near: near, higherWillDo: higherWillDo);
    }

    private static Func<int, double> Once(Func<int, double> error)
    {
        var measured = new Dictionary<int, double>();
        return n => measured.TryGetValue(n, out double known) ? known : measured[n] = error(n);
    }
}
