using ScoreSde.Discrete;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Verification.Instruments;

namespace ScoreSde.Verification.Limit;

/// <summary>
/// The DDPM chain reaching the SDE: N = 10, 30, 100, … 10⁵ against three errors, all exact sums without sampling, and the rates fitted to
/// them. Every rate is −1. A
/// fourth tends to a constant: what is left when the true reverse kernels are taken for Gaussians falls as 1/N².
/// </summary>
public sealed class LimitTable
{
    private const double DataVariance = 0.09;

    // Beyond, a step's divergence is no more than rounding, and the sum is long.
    private const int MostStepsOfShape = 1000;

    private LimitTable(IReadOnlyList<LimitRow> rows, double shape) => (Rows, ShapeLimit) = (rows, shape);

    /// <summary>What <see cref="LimitRow.Shape"/> tends to: (1/12) ∫ β³ E (∂³ ln p)² dt.</summary>
    public double ShapeLimit { get; }

    /// <summary>The usual numbers of steps.</summary>
    public static IReadOnlyList<int> UsualSteps { get; } = [10, 30, 100, 300, 1000, 3000, 10_000, 30_000, 100_000];

    /// <summary>A row for each N.</summary>
    public IReadOnlyList<LimitRow> Rows { get; }

    /// <summary>The slopes of ln error against ln N over the last four rows, in the order of the row's members.</summary>
    public (double LogSignal, double Divergence, double Variance) Rates =>
        (Rate(static row => row.LogSignal), Rate(static row => row.Divergence), Rate(static row => row.Variance));

    /// <summary>Computes the table.</summary>
    public static LimitTable Compute(LinearSchedule? schedule = null, IReadOnlyList<int>? steps = null, CancellationToken cancellation = default)
    {
        LinearSchedule clock = schedule ?? new LinearSchedule();
        var rows = new List<LimitRow>();
        foreach (int n in steps ?? UsualSteps)
        {
            cancellation.ThrowIfCancellationRequested();
            rows.Add(Row(clock, n));
        }

        return new(rows, ReverseShape.Limit(ReverseShape.Usual, clock));
    }

    private static LimitRow Row(LinearSchedule schedule, int n)
    {
        // Short linear tables reach β_N > 1, where the chain does not exist; they are as far away as can be.
        double logSignal = schedule.BetaAtOne < n
            ? Math.Abs(Math.Log(DdpmChain.Linear(n, schedule.BetaAtZero / n, schedule.BetaAtOne / n).AlphaBar(n)) + schedule.Integral(1))
            : double.NaN;
        var process = new VariancePreserving(schedule);
        DdpmChain chain = DdpmChain.FromSchedule(schedule, n);
        NormalLaw data = new(0, DataVariance);
        double divergence = 0;
        double reached = data.At(process.At(1)).Variance;
        for (int i = n; i >= 1; i--)
        {
            double after = (chain.AlphaBar(i) * DataVariance) + chain.NoiseVariance(i);
            double before = (chain.AlphaBar(i - 1) * DataVariance) + chain.NoiseVariance(i - 1);
            double beta = chain.Beta(i);
            divergence += new NormalLaw(0, beta * before / after).KullbackLeibler(new NormalLaw(0, beta));
            if (10 * i > n)
            {
                // x_{i−1} = (x + β s)/√(1−β) + √β z with s = −x/v_i.
                double slope = (1 - (beta / after)) / Math.Sqrt(1 - beta);
                reached = (slope * slope * reached) + beta;
            }
        }

        double exact = data.At(process.At((double)(n / 10) / n)).Variance;
        double shape = n <= MostStepsOfShape ? (double)n * n * ReverseShape.Divergence(ReverseShape.Usual, n, chain.Forward, chain.ClosedForm) : double.NaN;
        return new(n, logSignal, divergence, Math.Abs(reached - exact), shape);
    }

    private double Rate(Func<LimitRow, double> error)
    {
        LimitRow[] last = [.. Rows.Where(row => error(row) > 0).TakeLast(4)];
        double x = last.Average(static row => Math.Log(row.Steps));
        double y = last.Average(row => Math.Log(error(row)));
        return last.Sum(row => (Math.Log(row.Steps) - x) * (Math.Log(error(row)) - y))
            / last.Sum(row => (Math.Log(row.Steps) - x) * (Math.Log(row.Steps) - x));
    }
}
