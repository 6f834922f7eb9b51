using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.States;
using ScoreSde.Verification.Generators;
using ScoreSde.Verification.Laws.Cases;

namespace ScoreSde.Verification.Laws.Scores;

/// <summary>The two losses of score matching.</summary>
internal static class MatchingLaws
{
    private const double Reach = 8;
    private const double Coarsest = 0.25;
    private const double Finest = 1 / 64.0;

    public static IReadOnlyList<IProperty> All { get; } =
    [
        new Law<(IDiffusionProcess Process, GaussianMixture Data, double Time, double Scale)>
        {
            Name = "denoising-is-score-matching",
            Statement = "E(s_θ(x) + ε/σ)² − E(s_θ(x) − ∇ ln p(x))² = 1/σ² − E(∇ ln p)² for any s_θ: denoising and explicit score matching differ by what no s_θ moves, so that they have one minimum.",
            Source = "Vincent 2011, §4.2",
            Subject = Subject.Score,
            Cases = static context => CasesOf.Generated(Draw.Of(context.Processes, RandomGaussians.Mixtures(1), Reals.Between(0.05, 1), Reals.Between(-1, 2)), cost: 2),
            Measure = static (context, draw) =>
            {
                NoiseLevel level = context.Under(draw.Process).At(draw.Time);
                IScoreFunction<Tile<double>> score = context.Parts.Score(draw.Data);
                double width = Coarsest;
                Losses losses = Losses.Of(score, draw.Data, level, draw.Scale, width);
                bool settles = false;

                // Between components far apart ε turns over a short stretch, which takes closer points. That the sums stand still is asked, not that the law holds.
                while (!settles && width > Finest)
                {
                    width /= 2;
                    (Losses before, losses) = (losses, Losses.Of(score, draw.Data, level, draw.Scale, width));
                    settles = losses.ChangeFrom(before) <= 0.1 * losses.Tolerance;
                }

                return
                [
                    Measurement.Absolute("difference of the losses, times σ²", 1 - losses.Squares, losses.Denoising - losses.Matching, losses.Tolerance) with
                    {
                        Undecided = settles ? null : "the integrals do not stand still on the closest points",
                    },
                ];
            },
        },
    ];

    // E(σ s_θ + ε)², E(σ s_θ − σ ∇ ln p)² and E(σ ∇ ln p)².
    private readonly record struct Losses(double Denoising, double Matching, double Squares)
    {
        public double Tolerance => 1e-8 * (1 + Denoising);

        public double ChangeFrom(Losses other) =>
            Math.Abs(Denoising - other.Denoising) + Math.Abs(Matching - other.Matching) + Math.Abs(Squares - other.Squares);

        // Data and noise by the trapezoidal rule, in units in which both are N(0, 1).
        public static Losses Of(IScoreFunction<Tile<double>> score, GaussianMixture data, NoiseLevel level, double scale, double width)
        {
            int side = (2 * (int)(Reach / width)) + 1;
            var space = new TileSpace<double>(side * side, 1);
            (Tile<double> x, Tile<double> epsilon) = (space.Allocate(), space.Allocate());
            (double denoising, double matching, double squares) = (0, 0, 0);
            double spread = Math.Sqrt((level.MeanScale * level.MeanScale) + (level.Deviation * level.Deviation));
            double Coordinate(int place) => (place * width) - Reach;
            for (int k = 0; k < data.Components.Count; k++)
            {
                Gaussian part = data.Components[k];
                for (int i = 0; i < side * side; i++)
                {
                    x.Values[i] = (level.MeanScale * (part.Mean[0] + (Math.Sqrt(part.Eigenvalues[0]) * Coordinate(i % side)))) + (level.Deviation * Coordinate(i / side));
                }

                score.Evaluate(x, level, epsilon);
                for (int i = 0; i < side * side; i++)
                {
                    (double a, double b) = (Coordinate(i % side), Coordinate(i / side));
                    double weight = data.Weights[k] * width * width * Math.Exp(-0.5 * ((a * a) + (b * b))) / (2 * Math.PI);

                    // In units of 1/σ: −σ s is ε, and any function will do for the model that is smooth over the spread of x.
                    double exact = epsilon.Values[i];
                    double model = (scale * exact) + (0.3 * Math.Sin(x.Values[i] / spread));
                    denoising += weight * (model - b) * (model - b);
                    matching += weight * (model - exact) * (model - exact);
                    squares += weight * exact * exact;
                }
            }

            return new(denoising, matching, squares);
        }
    }
}
