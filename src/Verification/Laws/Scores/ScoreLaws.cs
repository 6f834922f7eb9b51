using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.States;
using ScoreSde.Verification.Generators;
using ScoreSde.Verification.Instruments;
using ScoreSde.Verification.Laws.Cases;

namespace ScoreSde.Verification.Laws.Scores;

/// <summary>Laws of exact scores: gradient, normalisation, the Fokker–Planck equation, and moments of the noise prediction.</summary>
internal static class ScoreLaws
{
    public static IReadOnlyList<IProperty> All { get; } =
    [
        new Law<(IDiffusionProcess Process, GaussianMixture Data, double Time)>
        {
            Name = "score-is-the-gradient",
            Statement = "ε(x, t) = −σ ∇ ln p_t(x): the noise function of a generated mixture is the gradient of its log-density.",
            Source = "Song et al. 2021, eq. (7); Vincent 2011",
            Subject = Subject.Score,
            Cases = static context => CasesOf.Generated(Draw.Of(context.Processes, RandomGaussians.Mixtures(2), Reals.Between(0.1, 1))),
            Measure = static (context, draw) =>
            {
                NoiseLevel level = context.Under(draw.Process).At(draw.Time);
                GaussianMixture data = draw.Data;
                double[] x = [.. data.Components[0].Mean.Select(m => (level.MeanScale * m) + (0.7 * level.Deviation))];
                double[] epsilon = Epsilon(context.Parts.Score(data), level, x);
                double h = 1e-3 * level.Deviation;
                return Enumerable.Range(0, x.Length).Select(j =>
                {
                    double At(double shift)
                    {
                        double[] moved = [.. x];
                        moved[j] += shift;
                        return data.LogDensity(moved, level);
                    }

                    double slope = ((8 * (At(h) - At(-h))) - (At(2 * h) - At(-2 * h))) / (12 * h);
                    double size = 1 + Math.Abs(level.Deviation * slope);

                    // Roundings of ln p, divided by h/σ = 1e-3.
                    return Measurement.Absolute($"ε_{j}", -level.Deviation * slope, epsilon[j], (1e-7 * size) + (1e-12 * Math.Abs(At(0))));
                });
            },
        },
        new Law<(IDiffusionProcess Process, GaussianMixture Data, double Time)>
        {
            Name = "score-against-quantile-law",
            Statement = "In one dimension ε agrees with a mixture law written apart from the library's own, far into the tails.",
            Source = "definition of p_t",
            Subject = Subject.Score,
            Cases = static context => CasesOf.Generated(Draw.Of(context.Processes, RandomGaussians.Mixtures(1), Reals.LogBetween(1e-4, 1))),
            Measure = static (context, draw) =>
            {
                NoiseLevel level = context.Under(draw.Process).At(draw.Time);
                MixtureLaw law = Plain(draw.Data).At(level);
                double spread = Math.Sqrt((level.MeanScale * level.MeanScale * 4) + level.Variance);
                return new[] { -30.0, -3, 0, 0.4, 5 }.Select(place =>
                {
                    double expected = -level.Deviation * law.Score(place * spread);
                    double taken = Epsilon(context.Parts.Score(draw.Data), level, [place * spread])[0];
                    return Measurement.Absolute($"ε at x = {place * spread:R}", expected, taken, 1e-9 * (1 + Math.Abs(expected)));
                });
            },
        },
        new Law<(IDiffusionProcess Process, GaussianMixture Data, double Time)>
        {
            Name = "fokker-planck",
            Statement = "∂_t ln p = −f (1 + x s) + ½ g² (∂s + s²): the density that scores are taken of is the density of the SDE.",
            Source = "Song et al. 2021, app. D.1; Särkkä and Solin 2019, §5.2",
            Subject = Subject.Process,
            Cases = static context => CasesOf.Generated(Draw.Of(context.Processes, RandomGaussians.Mixtures(1), Reals.Between(0.1, 0.87))),
            Measure = static (context, draw) =>
            {
                IDiffusionProcess process = context.Under(draw.Process);
                (double t, double h) = SmoothStretch.Around(draw.Process.Schedule, draw.Time, 1e-4);
                NoiseLevel level = process.At(t);
                double x = (level.MeanScale * draw.Data.Components[0].Mean[0]) + (0.5 * level.Deviation);
                double LogAt(double time) => draw.Data.LogDensity([x], process.At(time));
                double ScoreAt(double place) => -Epsilon(context.Parts.Score(draw.Data), level, [place])[0] / level.Deviation;
                double rate = SmoothStretch.Slope(LogAt, t, h);
                double s = ScoreAt(x);
                double curvature = SmoothStretch.Slope(ScoreAt, x, 1e-3 * level.Deviation);
                double f = process.DriftRate(t);
                double half = 0.5 * process.DiffusionSquared(t);
                double size = Math.Abs(f) + Math.Abs(f * x * s) + (half * (Math.Abs(curvature) + (s * s)));
                return [Measurement.Absolute("∂_t ln p", (-f * (1 + (x * s))) + (half * (curvature + (s * s))), rate, 1e-5 * (1 + size))];
            },
        },
        new Law<(IDiffusionProcess Process, Gaussian Data, double Time)>
        {
            Name = "noise-moment",
            Statement = "E‖ε(x_t, t)‖²/d = (1/d) Σ σ²/(α² v_i + σ²) for Gaussian data with eigenvalues v_i; what it lacks to 1 is the residual E‖ε − ε(x_t, t)‖²/d.",
            Source = "Bao et al. 2022, eq. (8)",
            Subject = Subject.Score,
            Cases = static context => CasesOf.Generated(
                Draw.Of(context.Processes, FsCheck.Fluent.Arb.From(RandomGaussians.OfDimension(3)), Reals.LogBetween(1e-3, 1))),
            Measure = static (context, draw) =>
            {
                NoiseLevel level = context.Under(draw.Process).At(draw.Time);
                Gaussian data = draw.Data;
                double alpha = level.MeanScale;

                // ε is linear: E‖ε‖² is the sum of ε² at one deviation along each principal direction.
                double sum = 0;
                IScoreFunction<Tile<double>> score = context.Parts.Score(GaussianMixture.Of(data));
                for (int k = 0; k < data.Dimension; k++)
                {
                    double deviation = Math.Sqrt((alpha * alpha * data.Eigenvalues[k]) + level.Variance);
                    double[] x = [.. data.Mean.Select((m, j) => (alpha * m) + (deviation * Direction(data, j, k)))];
                    sum += Epsilon(score, level, x).Sum(static e => e * e);
                }

                INoiseMoment moment = context.Parts.Moment(data);
                return
                [
                    Measurement.Relative("m(t)", sum / data.Dimension, moment.At(level), 1e-10),
                    Measurement.Absolute("m(t) + s²(t)", 1, moment.At(level) + moment.ResidualAt(level), 1e-10),
                ];
            },
        },
        new Law<(IDiffusionProcess Process, double Time, double Data, double Noise)>
        {
            Name = "conversions",
            Statement = "x = α x₀ + σ ε gives s = −ε/σ, x̂₀ = (x − σ ε)/α, v = α ε − σ x₀, u = ε − x₀, and each gives ε back.",
            Source = "Salimans and Ho 2022, §4; Kingma et al. 2021",
            Subject = Subject.Score,
            Cases = static context => CasesOf.Generated(
                Draw.Of(context.Processes, Reals.Between(0.02, 1), Reals.Between(-3, 3), Reals.Between(-3, 3))),
            Measure = static (context, draw) =>
            {
                NoiseLevel level = context.Under(draw.Process).At(draw.Time);
                double a = level.MeanScale;
                double s = level.Deviation;
                double x = (a * draw.Data) + (s * draw.Noise);
                (Parametrisation Kind, double Value)[] kinds =
                [
                    (Parametrisation.Noise, draw.Noise),
                    (Parametrisation.Score, -draw.Noise / s),
                    (Parametrisation.Data, draw.Data),
                    (Parametrisation.Velocity, (a * draw.Noise) - (s * draw.Data)),
                    (Parametrisation.Flow, draw.Noise - draw.Data),
                ];
                return kinds.SelectMany(kind =>
                {
                    Conversion from = context.Parts.FromNoise(kind.Kind, level);
                    Conversion to = context.Parts.ToNoise(kind.Kind, level);
                    double sizeFrom = Math.Abs(from.OnState * x) + Math.Abs(from.OnOther * draw.Noise);
                    double sizeTo = Math.Abs(to.OnState * x) + Math.Abs(to.OnOther * kind.Value);
                    return new[]
                    {
                        Measurement.Absolute($"{kind.Kind} from ε", kind.Value, (from.OnState * x) + (from.OnOther * draw.Noise), 1e-13 * (sizeFrom + 1)),
                        Measurement.Absolute($"ε from {kind.Kind}", draw.Noise, (to.OnState * x) + (to.OnOther * kind.Value), 1e-13 * (sizeTo + 1)),
                    };
                });
            },
        },
    ];

    private static double[] Epsilon(IScoreFunction<Tile<double>> score, NoiseLevel level, double[] x)
    {
        var space = new TileSpace<double>(1, x.Length);
        Tile<double> state = space.Allocate();
        Tile<double> epsilon = space.Allocate();
        x.CopyTo(state.Values);
        score.Evaluate(state, level, epsilon);
        return epsilon.Values.ToArray();
    }

    private static MixtureLaw Plain(GaussianMixture data) => new(
        [.. data.Components.Select((part, k) => (data.Weights[k], part.Mean[0], part.Eigenvalues[0]))]);

    private static double Direction(Gaussian data, int coordinate, int k) =>
        data.Eigenvectors is { } q ? q[coordinate + (data.Dimension * k)] : coordinate == k ? 1 : 0;
}
