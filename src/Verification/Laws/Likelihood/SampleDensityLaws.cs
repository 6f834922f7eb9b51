using MathNet.Numerics.Integration;
using ScoreSde.Likelihood;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Generators;
using ScoreSde.Verification.Instruments;
using ScoreSde.Verification.Laws.Cases;
using ScoreSde.Verification.Laws.Solvers;

namespace ScoreSde.Verification.Laws.Likelihood;

/// <summary>The density along samples of the reverse SDE: its formula, its error with the exact score, its excess with another.</summary>
internal static class SampleDensityLaws
{
    private const int Dimension = 2;
    private const int Rows = 3;
    private const int Coarsest = 80;
    private const int CoarsestOfExcess = 160;
    private const int Doublings = 2;
    private const double LimitTolerance = 2e-3;
    private const double ExcessTolerance = 1e-3;

    public static IReadOnlyList<IProperty> All { get; } =
    [
        new Law<(IDiffusionProcess Process, double[] Lengths, SmoothNoise Score, double Seed)>
        {
            Name = "density-along-samples-as-printed",
            Statement = "ln p̂ along samples is ln N(x_0; 0, s² I) + Σ ln [N(x_(k+1); m_k, D_k² I)/N(x_k; a_k x_(k+1), V_k I)], densities multiplied out, for any ε and any grid: by Euler–Maruyama to t = 0, by DDPM above it.",
            Source = "Karczewski et al. 2025, in the steps of a grid",
            Subject = Subject.Likelihood,
            Cases = static context => CasesOf.Generated(Draw.Of(context.Processes, LambdaGrids.Lengths, SmoothNoise.OfDimension(Dimension), Reals.Between(0, 1e9)), cost: 5),
            Measure = static (context, draw) =>
            {
                IDiffusionProcess process = context.Under(draw.Process);
                TimeGrid above = LambdaGrids.Of(process, draw.Lengths);
                var toZero = new TimeGrid("to 0", [.. above.Times, 0]);
                return
                [
                    Of(new EulerMaruyama(), toZero, (step, x, e) =>
                    {
                        double g2 = process.DiffusionSquared(step.From.Time);
                        return (x - (step.Length * ((process.DriftRate(step.From.Time) * x) + (g2 * e / step.From.Deviation))), g2 * step.Length);
                    }),
                    Of(new Ancestral(new ForwardVariance()), above, (step, x, e) =>
                    {
                        (double a, double v) = Forward(in step);
                        return ((x - (v * e / step.From.Deviation)) / a, v);
                    }),
                ];

                Measurement Of(ISolver solver, TimeGrid grid, Kernel kernel)
                {
                    SamplerOptions one = new() { Threads = 1 };
                    var way = Trajectory<double>.OfStates(grid, [], Rows, Dimension);
                    SampleDensities<double> found = SampleDensity.Sample(process, draw.Score, context.Parts.Solver(solver), grid, Rows, (ulong)draw.Seed, one, way);
                    return Measurement.Alike($"ln p̂ by {solver.Facts.Name}", Plain(process, draw.Score, way, kernel), found.LogDensities, 1e-8);
                }
            },
        },
        new Law<OrderCase>
        {
            Name = "density-along-samples-limit",
            Statement = "On Gaussian data and with its exact score, ln p̂ along samples is off by order ½ in mean square and 1 in the mean: N times the mean error of a number tends to ¼ T ∫ κ² dt, N times its variance to ½ T ∫ κ² dt, with κ = ½ (ln g²)' + f + g²/v by Euler–Maruyama, v'/v by DDPM with β, v'/v − (σ²)'/σ² with β̃.",
            Source = "KL of the step's kernel and the true one, ¼ κ² δ² and half its variance; exact moments of a quadratic form in normals",
            Subject = Subject.Likelihood,
            Needs = OrderCase.NeedsSmoothRate,
            Cases = static context => CasesOf.ListedOrNone(OrderCase.Of(context, withTable: false, seesLevelsAlone: false)),
            Measure = static (context, usual) =>
            {
                OrderCase known = usual.WithAPath;
                IDiffusionProcess process = context.Under(known.Process);
                double range = known.Start - known.End;
                return new (ISolver, Func<double, double>)[]
                {
                    (new EulerMaruyama(), t => (0.5 * LogSlope(process.DiffusionSquared, t)) - process.DriftRate(t) + LogSlope(Variance, t)),
                    (new Ancestral(new ForwardVariance()), t => LogSlope(Variance, t)),
                    (new Ancestral(new PosteriorVariance()), t => LogSlope(Variance, t) - LogSlope(time => process.At(time).Variance, t)),
                }.SelectMany(each => Limits(each.Item1, each.Item2));

                double Variance(double t) => OrderCase.Data.At(process.At(t)).Variance;

                IEnumerable<Measurement> Limits(ISolver solver, Func<double, double> kappa)
                {
                    double rate = range * GaussLegendreRule.Integrate(t => kappa(t) * kappa(t), known.End, known.Start, 128);
                    NormalLaw start = OrderCase.Data.At(process.At(known.Start));
                    NormalLaw end = OrderCase.Data.At(process.At(known.End));
                    var errors = new Dictionary<int, (double Mean, double Variance)>();
                    (double Mean, double Variance) Once(int n) => errors.TryGetValue(n, out (double, double) one) ? one : errors[n] =
                        DensityErrors.Of(context.Parts.Solver(solver), process, OrderCase.Data, start, _ => end, known.Uniform(n), context.Parts.Ratio);
                    yield return Settled($"N · mean by {solver.Facts.Name}", 0.25 * rate, n => n * Once(n).Mean, Coarsest, LimitTolerance);
                    yield return Settled($"N · variance by {solver.Facts.Name}", 0.5 * rate, n => n * Once(n).Variance, Coarsest, LimitTolerance);
                    yield return Measurement.AtLeast($"mean by {solver.Facts.Name} in {Coarsest} steps", 0, Once(Coarsest).Mean);
                }
            },
        },
        new Law<OrderCase>
        {
            Name = "density-along-samples-excess",
            Statement = "With the score of other data, from another start, ln p̂ along samples is in the mean above ln p_θ, the density of these samples, and tends to exceed it by ½ ∫ g² E‖s − ∇ln p_θ‖² dt.",
            Source = "Girsanov; Karczewski et al. 2025",
            Subject = Subject.Likelihood,
            Needs = OrderCase.NeedsSmoothRate,
            Cases = static context => CasesOf.ListedOrNone(OrderCase.Of(context, withTable: false, seesLevelsAlone: false)),
            Measure = static (context, usual) =>
            {
                OrderCase known = usual.WithAPath;
                IDiffusionProcess process = context.Under(known.Process);
                NormalLaw other = new(-0.4, 0.5);
                NormalLaw right = OrderCase.Data.At(process.At(known.Start));
                NormalLaw start = new(right.Mean + (0.3 * Math.Sqrt(right.Variance)), 1.3 * right.Variance);
                double Mean(int n) =>
                    DensityErrors.Of(context.Parts.Solver(new EulerMaruyama()), process, other, start, static own => own, known.Uniform(n), context.Parts.Ratio, meanAlone: true).Mean;
                return
                [
                    Settled("mean excess", Excess(process, other, start, known), Mean, CoarsestOfExcess, ExcessTolerance),
                    Measurement.AtLeast($"mean excess in {Coarsest} steps", 0, Mean(Coarsest)),
                ];
            },
        },
    ];

    /// <summary>Mean and variance of a step to a state, from ε there.</summary>
    private delegate (double Mean, double Variance) Kernel(GridStep step, double x, double epsilon);

    /// <summary>
    /// A limit by extrapolation, from so many steps or more, until that from half as many is near. Where it is not, but comes nearer, nothing is decided: on steep schedules
    /// equal steps in t are long for long.
    /// </summary>
    private static Measurement Settled(string what, double expected, Func<int, double> f, int n, double tolerance)
    {
        var known = new Dictionary<int, double>();
        double Once(int steps) => known.TryGetValue(steps, out double value) ? value : known[steps] = f(steps);
        double last = double.PositiveInfinity;
        for (int doubled = 0; ; doubled++, n *= 2)
        {
            double coarse = Extrapolation.Limit(Once, n / 2);
            double fine = Extrapolation.Limit(Once, n);
            double change = Math.Abs(fine - coarse);
            bool settles = change <= 2 * tolerance * Math.Abs(expected);
            if (settles || doubled == Doublings || !(change < last))
            {
                return Measurement.Relative(what, expected, fine, tolerance) with
                {
                    Undecided = settles || !(change < last) ? null : $"did not settle: {coarse:G6}, then {fine:G6} by {4 * n} steps",
                };
            }

            last = change;
        }
    }

    // By central differences of order 4; the nodes of Gauss's rule are no ends of [0, 1].
    private static double LogSlope(Func<double, double> f, double t)
    {
        double h = Math.Min(1e-4, 0.4 * Math.Min(t, 1 - t));
        return ((8 * Math.Log(f(t + h) / f(t - h))) - Math.Log(f(t + (2 * h)) / f(t - (2 * h)))) / (12 * h);
    }

    // dm = (−f m − g² (m − m_s)/v_s) dτ, dv = (−2 (f + g²/v_s) v + g²) dτ down in t, and the rate of the excess along them, by the classical Runge–Kutta method.
    private static double Excess(IDiffusionProcess process, NormalLaw other, NormalLaw start, OrderCase known)
    {
        const int Steps = 2000;
        double h = (known.Start - known.End) / Steps;
        double[] y = [start.Mean, start.Variance, 0];
        for (int i = 0; i < Steps; i++)
        {
            double t = known.Start - (i * h);
            double[] k1 = Rates(t, y);
            double[] k2 = Rates(t - (0.5 * h), Moved(y, k1, 0.5 * h));
            double[] k3 = Rates(t - (0.5 * h), Moved(y, k2, 0.5 * h));
            double[] k4 = Rates(Math.Max(known.End, t - h), Moved(y, k3, h));
            y = [.. y.Select((value, j) => value + (h / 6 * (k1[j] + (2 * (k2[j] + k3[j])) + k4[j])))];
        }

        return y[2];

        static double[] Moved(double[] y, double[] k, double h) => [.. y.Zip(k, (value, rate) => value + (h * rate))];

        double[] Rates(double t, double[] y)
        {
            (double f, double g2) = (process.DriftRate(t), process.DiffusionSquared(t));
            NormalLaw law = other.At(process.At(t));
            double apart = (y[0] - law.Mean) / law.Variance;
            double steeper = (1 / y[1]) - (1 / law.Variance);
            return [-(f * y[0]) - (g2 * apart), (-2 * (f + (g2 / law.Variance)) * y[1]) + g2, 0.5 * g2 * ((apart * apart) + (y[1] * steeper * steeper))];
        }
    }

    private static (double Scale, double Variance) Forward(in GridStep step)
    {
        double a = step.From.MeanScale / step.To.MeanScale;
        return (a, step.From.Variance - (a * a * step.To.Variance));
    }

    private static double[] Plain(IDiffusionProcess process, SmoothNoise score, Trajectory<double> way, Kernel kernel)
    {
        double[] times = [.. way.Times];
        NoiseLevel top = process.At(times[0]);
        double prior = process.PriorDeviationAt(top);
        double[] logs = [.. way.At(0).ToArray().Chunk(Dimension).Select(row => row.Sum(x => LogNormal(x, 0, prior * prior)))];
        var space = new TileSpace<double>(Rows, Dimension);
        (Tile<double> x, Tile<double> epsilon) = (space.Allocate(), space.Allocate());
        for (int k = 0; k + 1 < times.Length; k++)
        {
            var step = new GridStep(k, times.Length - 1, process.At(times[k]), process.At(times[k + 1]), 0);
            way.At(k).CopyTo(x.Values);
            score.Evaluate(x, step.From, epsilon);
            (double a, double v) = Forward(in step);
            for (int j = 0; j < Rows * Dimension; j++)
            {
                double next = way.At(k + 1)[j];
                (double mean, double variance) = kernel(step, x.Values[j], epsilon.Values[j]);
                logs[j / Dimension] += LogNormal(next, mean, variance) - LogNormal(x.Values[j], a * next, v);
            }
        }

        return logs;
    }

    private static double LogNormal(double x, double mean, double variance) => -0.5 * (((x - mean) * (x - mean) / variance) + Math.Log(2 * Math.PI * variance));
}
