using ScoreSde.Inverse;
using ScoreSde.Inverse.Operators;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Generators;
using ScoreSde.Verification.Instruments;
using ScoreSde.Verification.Laws.Cases;
using Seen = ScoreSde.Inverse.Measurement;

namespace ScoreSde.Verification.Laws.Inverse;

/// <summary>
/// Methods whose steps know the measurement, on Gaussian data and a measurement along coordinates: there every step is a rule for one number, whose mean and variance are
/// written down.
/// </summary>
internal static class InverseMethodLaws
{
    // y_0 = 2 x_0 and y_1 = ½ x_2 with one σ_y, so that their errors in x₀ are σ_y/2 and 2 σ_y; x_1 is not measured.
    private static readonly double[] Known = [0.9, double.NaN, -0.2];
    private static readonly double[] Singular = [2, double.NaN, 0.5];
    private static readonly double[] DataMean = [0.4, -0.3, 0.1];
    private static readonly double[] StartMean = [0.7, 0.2, -0.5];

    public static IReadOnlyList<IProperty> All { get; } =
    [
        new Law<(IDiffusionProcess Process, (double From, double Share) Times, double Variance, double Error)>
        {
            Name = "inverse-methods-by-direction",
            Statement = "A step of DDRM, SNIPS, replacement, RePaint and DPS on Gaussian data gives each measured and unmeasured direction the mean and the variance of its printed rule.",
            Source = "Kawar et al. 2022, eq. (7), (8); Kawar, Vaksman and Elad 2021, alg. 1; Song et al. 2021, app. I.2; Lugmayr et al. 2022, alg. 1; Chung et al. 2023, alg. 1",
            Subject = Subject.Inverse,
            Cases = static context => CasesOf.Generated(
                Draw.Of(context.Processes, Draw.Of(Reals.Between(0.1, 1), Reals.Between(0.3, 0.9))!, Reals.LogBetween(0.05, 2), Reals.LogBetween(0.02, 2)), cost: 5),
            Measure = static (context, draw) =>
            {
                IDiffusionProcess process = context.Under(draw.Process);
                if (process.At(draw.Times.From).MeanScale < 1e-4)
                {
                    throw new NotApplicableException("so little is left of the data that x̂₀ has lost its digits");
                }

                var rules = new Rules(process.At(draw.Times.From), process.At(draw.Times.From * draw.Times.Share), draw.Variance, draw.Error);
                Seen y = MeasurementOf(draw.Error);
                var ancestral = new Ancestral(new PosteriorVariance());
                return
                [
                    .. Compare("DDRM", new Ddrm(y, Eta: 0.6, MeasuredEta: 0.8), i => rules.Ddrm(i, 0.6, 0.8)),
                    .. Compare("SNIPS", new Snips(y, Corrections: 1, StepSize: 0.2), i => rules.Snips(i, 0.2)),
                    .. Compare("replacement", new Replacement(ancestral, y), i => rules.Replaced(i, rules.Ancestral(rules.Start(i), i), countsError: false)),
                    .. Compare("replacement less the error", new Replacement(ancestral, y, CountsError: true), i => rules.Replaced(i, rules.Ancestral(rules.Start(i), i), countsError: true)),
                    .. Compare("RePaint", new RePaint(y, Passes: 2), rules.RePaint),
                    .. new[] { 0, 2 }.SelectMany(kept => Compare(
                        $"DPS along {kept}", new DiffusionPosteriorSampling(AlongOne(kept, draw.Error), Scale: 0.3), i => rules.PosteriorSampling(i, kept, 0.3), certain: true)),
                ];

                IEnumerable<Measurement> Compare(string name, ISolver method, Func<int, Normal> rule, bool certain = false)
                {
                    var covariance = new double[3, 3];
                    for (int i = 0; i < 3 && !certain; i++)
                    {
                        covariance[i, i] = rules.Start(i).Variance;
                    }

                    var start = new AffineLaw([.. Enumerable.Range(0, 3).Select(i => rules.Start(i).Mean)], covariance);
                    var data = new GaussianMixture([Gaussian.Isotropic(DataMean, draw.Variance)]);
                    var grid = new TimeGrid("one step", draw.Times.From, draw.Times.From * draw.Times.Share);
                    ISolver through = context.Parts.Solver(method);
                    AffineLaw law = certain ? Certain(through, process, data, grid, start) : AffineLaw.Of(through, process, data.Score<double>(), grid, start);
                    return
                    [
                        Measurement.Alike($"means of {name}", [.. Enumerable.Range(0, 3).Select(i => rule(i).Mean)], law.Mean, 1e-9),
                        .. certain
                            ? Array.Empty<Measurement>()
                            : [Measurement.Alike($"variances of {name}", [.. Enumerable.Range(0, 3).Select(i => rule(i).Variance)], [law.Covariance[0, 0], law.Covariance[1, 1], law.Covariance[2, 2]], 1e-9)],
                    ];
                }
            },
        },
    ];

    private static Seen MeasurementOf(double error) =>
        new(new DenseOperator(new[,] { { Singular[0], 0, 0 }, { 0, 0, Singular[2] } }), [Singular[0] * Known[0], Singular[2] * Known[2]], error);

    private static Seen AlongOne(int kept, double error) =>
        new(new DenseOperator(kept == 0 ? new[,] { { Singular[0], 0, 0 } } : new[,] { { 0, 0, Singular[2] } }), [Singular[kept] * Known[kept]], error);

    // The gradient of a norm is no affine map, so DPS is run from one point and without its noise.
    private static AffineLaw Certain(ISolver method, IDiffusionProcess process, GaussianMixture data, TimeGrid grid, AffineLaw start)
    {
        var space = new References.SilentSpace(new TileSpace<double>(1, 3));
        Tile<double> x = space.Allocate();
        start.Mean.CopyTo(x.Values);
        GridWalk.Run(method, new Problem<Tile<double>>(process, data.Score<double>(), space), grid, x);
        return new(x.Values.ToArray(), new double[3, 3]);
    }

    private readonly record struct Normal(double Mean, double Variance)
    {
        /// <summary>Of gain · x + shift + a noise of that variance.</summary>
        public Normal Under(double gain, double shift, double noise) => new((gain * Mean) + shift, (gain * gain * Variance) + noise);
    }

    // The rules for one number; x̂₀ = m + c (x − α m) and ε = (x − α x̂₀)/σ are those of N(m, v).
    private sealed class Rules(NoiseLevel from, NoiseLevel to, double variance, double deviation)
    {
        private readonly double c = from.MeanScale * variance / ((from.MeanScale * from.MeanScale * variance) + from.Variance);

        public Normal Start(int i) => new(StartMean[i] * from.Deviation, 0.5 * from.Variance);

        public Normal Ddrm(int i, double eta, double measuredEta)
        {
            double keep = Math.Sqrt(1 - (eta * eta));
            double ratio = to.Ratio;
            if (!IsMeasured(i))
            {
                return Of(Start(i), onClean: 1, onEpsilon: keep * ratio, toKnown: 0, i, eta * eta * ratio * ratio);
            }

            double error = Error(i);
            double share = error / from.Ratio;
            Normal first = Start(i).Under(Math.Sqrt(Math.Max(0, 1 - (share * share))), from.MeanScale * Known[i], 0);
            return ratio < error
                ? Of(first, 1 - (keep * ratio / error), 0, keep * ratio / error, i, eta * eta * ratio * ratio)
                : Of(first, 1 - measuredEta, 0, measuredEta, i, Math.Max(0, (ratio * ratio) - (measuredEta * measuredEta * error * error)));
        }

        public Normal Snips(int i, double step)
        {
            double known = IsMeasured(i) ? Math.Min(1, from.Ratio / Error(i)) : 0;
            double share = known * known;

            // Below the measurement's error both pull, above it the measurement alone, whose error is part of the level's noise.
            double noise = known < 1
                ? 2 * step * from.Variance * (1 - share)
                : 2 * step * from.MeanScale * from.MeanScale * ((from.Ratio * from.Ratio) - (Error(i) * Error(i)));
            double gain = 1 - (step * share) - (step * (1 - share) * (1 - (from.MeanScale * c)));
            double shift = (IsMeasured(i) ? step * share * from.MeanScale * Known[i] : 0) + (step * (1 - share) * from.MeanScale * DataMean[i] * (1 - (from.MeanScale * c)));
            return Start(i).Under(gain, shift, noise).Under(to.MeanScale / from.MeanScale, 0, 0);
        }

        // E and Var of x_to given x_from and x₀ = x̂₀.
        public Normal Ancestral(Normal x, int i)
        {
            (double a, double v) = Transition();
            double onState = a * to.Variance / from.Variance;
            double onData = to.MeanScale * v / from.Variance;
            return x.Under(onState + (onData * c), onData * DataMean[i] * (1 - (from.MeanScale * c)), v * to.Variance / from.Variance);
        }

        public Normal Replaced(int i, Normal otherwise, bool countsError)
        {
            if (!IsMeasured(i))
            {
                return otherwise;
            }

            double left = to.Variance - (countsError ? to.MeanScale * to.MeanScale * Error(i) * Error(i) : 0);
            return left < 0 ? otherwise : new(to.MeanScale * Known[i], left);
        }

        public Normal RePaint(int i)
        {
            (double a, double v) = Transition();
            Normal once = Replaced(i, Ancestral(Start(i), i), countsError: false);
            return Replaced(i, Ancestral(once.Under(a, 0, v), i), countsError: false);
        }

        // −ζ ∂|y − s x̂₀|/∂x = ζ s c sign(y − s x̂₀).
        public Normal PosteriorSampling(int i, int kept, double scale)
        {
            var start = new Normal(Start(i).Mean, 0);
            double clean = DataMean[i] + (c * (start.Mean - (from.MeanScale * DataMean[i])));
            double pull = i == kept ? scale * Singular[i] * c * Math.Sign(Known[i] - clean) : 0;
            return Ancestral(start, i).Under(1, pull, 0);
        }

        private static bool IsMeasured(int i) => !double.IsNaN(Known[i]);

        private double Error(int i) => deviation / Singular[i];

        private (double Scale, double Variance) Transition()
        {
            double a = from.MeanScale / to.MeanScale;
            return (a, from.Variance - (a * a * to.Variance));
        }

        // α_t (p x̂₀ + q ε + r ȳ + noise).
        private Normal Of(Normal x, double onClean, double onEpsilon, double toKnown, int i, double noise)
        {
            double cleanShift = DataMean[i] * (1 - (from.MeanScale * c));
            double gain = (onClean * c) + (onEpsilon * (1 - (from.MeanScale * c)) / from.Deviation);
            double shift = (onClean * cleanShift) - (onEpsilon * from.MeanScale * cleanShift / from.Deviation) + (toKnown == 0 ? 0 : toKnown * Known[i]);
            return x.Under(gain, shift, noise).Under(to.MeanScale, 0, 0);
        }
    }
}
