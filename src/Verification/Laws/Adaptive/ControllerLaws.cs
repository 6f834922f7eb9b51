using ScoreSde.Adaptive;
using ScoreSde.Paths;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.States;
using ScoreSde.Verification.Generators;
using ScoreSde.Verification.Instruments;
using ScoreSde.Verification.Laws.Cases;
using ScoreSde.Verification.References;

namespace ScoreSde.Verification.Laws.Adaptive;

/// <summary>
/// How a method chooses its steps, told from the questions that it asks its model: stages, error, whether a step is taken or given up, and the length of the next are
/// computed once more as they are printed.
/// </summary>
internal static class ControllerLaws
{
    private const int Dimension = 2;
    private const double Rounding = 1e-9;
    private const string NeedsLevel = "needs a schedule that leaves something of the data at t = 1, whose first step has a length";

    // Narrow parts, between which a path that begins in the middle parts at a moment that no step foresees.
    private static readonly GaussianMixture Data = new([Gaussian.Isotropic([1, 0.3], 1e-4), Gaussian.Isotropic([-1, 0.3], 1e-4)], [0.5, 0.5]);

    public static IReadOnlyList<IProperty> All { get; } =
    [
        new Law<EmbeddedTableau>
        {
            Name = "embedded-pairs",
            Statement = "An embedded pair of orders 5 and 4 meets the 17 conditions of order 5, less its error the 8 of order 4, and its last stage is the step itself.",
            Source = "Butcher 2016, §31; Hairer, Nørsett and Wanner 1993, §II.4",
            Subject = Subject.Adaptive,
            Cases = static _ => CasesOf.Listed([EmbeddedTableau.DormandPrince, EmbeddedTableau.Tsitouras]),
            Measure = static (context, shipped) =>
            {
                EmbeddedTableau tableau = TableauOf(context, shipped);
                double[] b = [.. tableau.Row(tableau.Stages - 1), 0];
                double[] lower = [.. b.Zip(tableau.Errors.ToArray(), static (weight, error) => weight - error)];
                return
                [
                    .. OrderConditions.Of(tableau, b, 5).Select(static found => Measurement.Absolute($"order 5, {found.Tree}", found.Expected, found.Measured, 1e-13)),
                    .. OrderConditions.Of(tableau, lower, 4).Select(static found => Measurement.Absolute($"order 4 less the error, {found.Tree}", found.Expected, found.Measured, 1e-13)),
                    Measurement.Absolute("node of the last stage", 1, tableau.Node(tableau.Stages - 1), 1e-14),
                ];
            },
        },
        new Law<(IDiffusionProcess Process, EmbeddedTableau Tableau, bool Denoises)>
        {
            Name = "adaptive-flow-steps",
            Statement = "The adaptive flow takes a step whose error in tolerances is e ≤ 1, gives up any other, and makes the next 0.9 e^(−1/5 + 0.06) e_before^0.08 times as long, after it gave one up no longer than the last.",
            Source = "Hairer, Nørsett and Wanner 1993, §II.4 and §IV.2, for orders 5 and 4",
            Subject = Subject.Adaptive,
            Needs = NeedsLevel,
            Cases = static context => CasesOf.ListedOrNone<(IDiffusionProcess, EmbeddedTableau, bool)>(Processes(context) is { } processes
                ? [.. processes.SelectMany(static process => new[] { (process, EmbeddedTableau.DormandPrince, false), (process, EmbeddedTableau.Tsitouras, true) })]
                : null),
            Measure = static (context, known) => new FlowTrace(context, context.Under(known.Process), known.Tableau, known.Denoises).Measure(Data),
        },
        new Law<IDiffusionProcess>
        {
            Name = "adaptive-sde-steps",
            Statement = "The adaptive reverse SDE compares Euler's step with the mean of two slopes, takes it where the error in tolerances is e ≤ 1, and makes the next 0.9 e^(−0.9) times as long; the noise of every try is that of one Brownian path.",
            Source = "Jolicoeur-Martineau et al. 2021, alg. 1",
            Subject = Subject.Adaptive,
            Needs = NeedsLevel,
            Cases = static context => CasesOf.ListedOrNone(Processes(context)),
            Measure = static (context, process) => new ReverseTrace(context, context.Under(process)).Measure(Data),
        },
    ];

    /// <summary>The tableau of a method that went through the door.</summary>
    private static EmbeddedTableau TableauOf(PropertyContext context, EmbeddedTableau shipped) =>
        context.Parts.Adaptive(new AdaptiveFlow(shipped, new Tolerance())) is AdaptiveFlow flow ? flow.Tableau : shipped;

    // The first step from nothing but noise is the methods' own and no controller's.
    private static IReadOnlyList<IDiffusionProcess>? Processes(PropertyContext context) => context.FixedSchedule is { } schedule
        ? SuitedProcesses.Of(schedule).All(static process => !process.At(1).IsPureNoise) ? SuitedProcesses.Of(schedule) : null
        : [new VariancePreserving(new LinearSchedule()), new SubVariancePreserving(new LinearSchedule()), new VarianceExploding(new GeometricSchedule(0.01, 20))];

    // √ of the mean of squares, in tolerances of the larger of two states.
    private static double Norm(double[] error, double[] a, double[] b, Tolerance tolerance) => Math.Sqrt(error.Select((value, i) =>
        Math.Pow(value / (tolerance.Absolute + (tolerance.Relative * Math.Max(Math.Abs(a[i]), Math.Abs(b[i])))), 2)).Average());

    private static void Note(ref double worst, double found) => worst = double.IsNaN(worst) || found <= worst ? worst : found;

    private static double[] Plus(double[] a, double weight, double[] b) => [.. a.Zip(b, (p, q) => p + (weight * q))];

    // The distance of two states as a share of the larger.
    private static double Gap(double[] expected, double[] measured) =>
        expected.Zip(measured, static (p, q) => Math.Abs(p - q)).Max() / Math.Max(1e-300, expected.Concat(measured).Max(Math.Abs));

    private static (RecordingScore Score, double[] End) Run(IDiffusionProcess process, IAdaptiveMethod method, GaussianMixture data, double place, ulong seed)
    {
        var score = new RecordingScore(data.Score<double>());
        double[] start = [place * process.PriorDeviation, -0.8 * process.PriorDeviation];
        return (score, AdaptiveSampler.Solve<double>(process, score, method, start, seed, new() { Threads = 1 }).Values);
    }

    // In y = x/α and λ, where the flow is dy/dλ = −(σ/α) ε.
    private sealed class FlowTrace(PropertyContext context, IDiffusionProcess process, EmbeddedTableau tableau, bool denoises)
    {
        private const double End = 0.02;
        private static readonly Tolerance Tolerance = new(Relative: 3e-3, Absolute: 1e-4);

        private double ofStages;
        private double ofLengths;
        private double ofEnds;
        private int rejected;

        public IEnumerable<Measurement> Measure(GaussianMixture data)
        {
            // The nearer to the middle, the later and the more suddenly a path parts from it.
            foreach (double place in new[] { 0.3, 1e-3, 1e-6, 1e-9 })
            {
                Follow(data, place);
            }

            return
            [
                Measurement.Absolute("stages", 0, ofStages, Rounding),
                Measurement.Absolute("lengths of steps", 0, ofLengths, 1e-6),
                Measurement.Absolute("ends", 0, ofEnds, Rounding),
                .. context.MustDecide ? [Measurement.AtLeast("steps given up", 1, rejected)] : Array.Empty<Measurement>(),
            ];
        }

        private void Follow(GaussianMixture data, double place)
        {
            (RecordingScore score, double[] end) = Run(process, context.Parts.Adaptive(new AdaptiveFlow(tableau, Tolerance, End, denoises)), data, place, 0);
            IReadOnlyList<(NoiseLevel Level, double[] X, double[] Epsilon)> asked = score.Asked;
            double last = process.At(End).Lambda;
            int tries = (asked.Count - 1) / (tableau.Stages - 1);
            double lambda = asked[0].Level.Lambda;
            double[] y = Y(asked[0]);
            var slopes = new double[tableau.Stages][];
            slopes[0] = Slope(asked[0]);
            double length = Math.Min(0.1, last - lambda);
            double before = 1e-4;
            bool gaveUp = false;
            for (int k = 0; k < tries; k++)
            {
                var stages = asked.Skip(1 + (k * (tableau.Stages - 1))).Take(tableau.Stages - 1).ToArray();
                double h = stages[^1].Level.Lambda - lambda;
                Note(ref ofLengths, Math.Abs(h - (lambda + (1.01 * length) >= last ? last - lambda : length)) / length);
                double[] next = y;
                for (int i = 1; i < tableau.Stages; i++)
                {
                    next = y;
                    for (int j = 0; j < i; j++)
                    {
                        next = Plus(next, h * tableau.Row(i)[j], slopes[j]);
                    }

                    Note(ref ofStages, Gap(next, Y(stages[i - 1])));
                    Note(ref ofStages, Math.Abs(stages[i - 1].Level.Lambda - lambda - (tableau.Node(i) * h)) / h);
                    slopes[i] = Slope(stages[i - 1]);
                }

                double[] error = new double[Dimension];
                for (int j = 0; j < tableau.Stages; j++)
                {
                    error = Plus(error, h * tableau.Errors[j], slopes[j]);
                }

                double e = Norm(error, y, next, Tolerance);
                if (e <= 1)
                {
                    double factor = Math.Clamp(0.9 * Math.Pow(e, -0.2 + 0.06) * Math.Pow(before, 0.08), 0.2, 10);
                    length = h * (gaveUp ? Math.Min(1, factor) : factor);
                    before = Math.Max(e, 1e-4);

                    // From where the method itself is: paths that part enlarge roundings.
                    (y, lambda, slopes[0], gaveUp) = (Y(stages[^1]), stages[^1].Level.Lambda, slopes[^1], false);
                }
                else
                {
                    length = h * Math.Max(0.2, 0.9 * Math.Pow(e, -0.2));
                    gaveUp = true;
                    rejected++;
                }
            }

            double[] expected = denoises ? Plus(y, 1, slopes[0]) : [.. y.Select(value => value * asked[^1].Level.MeanScale)];
            Note(ref ofEnds, Gap(expected, end));
            Note(ref ofEnds, Math.Abs(last - lambda));
        }

        private static double[] Y((NoiseLevel Level, double[] X, double[] Epsilon) answer) => [.. answer.X.Select(x => x / answer.Level.MeanScale)];

        private static double[] Slope((NoiseLevel Level, double[] X, double[] Epsilon) answer) => [.. answer.Epsilon.Select(e => -answer.Level.Ratio * e)];
    }

    private sealed class ReverseTrace(PropertyContext context, IDiffusionProcess process)
    {
        private const double End = 0.05;
        private const ulong Seed = 3;
        private static readonly Tolerance Tolerance = new(Relative: 0.02, Absolute: 0.01);

        private double ofSteps;
        private double ofLengths;
        private double ofNoise;

        public IEnumerable<Measurement> Measure(GaussianMixture data)
        {
            (RecordingScore score, double[] end) = Run(process, context.Parts.Adaptive(new AdaptiveReverse(Tolerance, End)), data, 1e-3, Seed);
            IReadOnlyList<(NoiseLevel Level, double[] X, double[] Epsilon)> asked = score.Asked;
            var space = new TileSpace<double>(1, Dimension);
            var path = new BrownianPath<Tile<double>>(space, Seed);
            Tile<double> increment = space.Allocate();
            int at = 0;
            int rejected = 0;
            double[] x = asked[0].X;
            double[] before = x;
            double length = 0.01;
            for (int k = 1; k < asked.Count;)
            {
                (NoiseLevel from, _, _) = asked[at];
                (NoiseLevel to, double[] euler, _) = asked[k++];
                double h = from.Time - to.Time;
                Note(ref ofLengths, Math.Abs(h - Math.Min(length, from.Time - End)) / ((2 * BrownianPath<Tile<double>>.Resolution) + (1e-6 * h)));
                if (!(h >= BrownianPath<Tile<double>>.Resolution))
                {
                    // Not the questions of such a method.
                    ofSteps = double.PositiveInfinity;
                    break;
                }

                double[] slope = Slope(asked[at]);
                path.Ask(from.Time, to.Time, increment);
                double[] noise = increment.Values.ToArray();
                Note(ref ofNoise, Gap(Plus(Plus(x, h, slope), G(from), noise), euler));
                double[] error = Plus(Plus(Plus(new double[Dimension], 0.5 * h, Slope(asked[k - 1])), -0.5 * h, slope), 0.5 * (G(to) - G(from)), noise);
                double e = Norm(error, before, euler, Tolerance);
                length = h * Math.Min(10, 0.9 * Math.Pow(e, -0.9));
                if (e > 1)
                {
                    rejected++;
                    continue;
                }

                x = Plus(euler, 1, error);
                before = euler;
                if (k == asked.Count)
                {
                    ofSteps = double.PositiveInfinity;
                    break;
                }

                at = k++;
                Note(ref ofSteps, asked[at].Level == to ? Gap(x, asked[at].X) : double.PositiveInfinity);
            }

            NoiseLevel last = asked[at].Level;
            return
            [
                Measurement.Absolute("steps that are taken", 0, ofSteps, Rounding),
                Measurement.Absolute("tries on the path", 0, ofNoise, Rounding),
                Measurement.AtMost("lengths of steps, in roundings to the path", 1, ofLengths),
                Measurement.Absolute("last time", End, last.Time, 1e-8),
                Measurement.Alike("end, denoised", [.. asked[at].X.Zip(asked[at].Epsilon, (value, e) => (value - (last.Deviation * e)) / last.MeanScale)], end, Rounding),
                .. context.MustDecide ? [Measurement.AtLeast("steps given up", 1, rejected)] : Array.Empty<Measurement>(),
            ];
        }

        // Of the drift in the direction of sampling, −f x − g² ε/σ.
        private double[] Slope((NoiseLevel Level, double[] X, double[] Epsilon) answer)
        {
            double f = process.DriftRate(answer.Level.Time);
            double g2 = process.DiffusionSquared(answer.Level.Time);
            return [.. answer.X.Zip(answer.Epsilon, (x, e) => (-f * x) - (g2 / answer.Level.Deviation * e))];
        }

        private double G(NoiseLevel level) => Math.Sqrt(process.DiffusionSquared(level.Time));
    }
}
