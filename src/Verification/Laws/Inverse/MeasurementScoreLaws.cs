using ScoreSde.Inverse;
using ScoreSde.Inverse.Operators;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.States;
using ScoreSde.Verification.Generators;
using ScoreSde.Verification.Laws.Cases;
using Seen = ScoreSde.Inverse.Measurement;

namespace ScoreSde.Verification.Laws.Inverse;

/// <summary>Scores of a posterior, which on Gaussian data are exact or off by what is known.</summary>
internal static class MeasurementScoreLaws
{
    private const int Dimension = 3;
    private const int Outputs = 2;
    private const int Rows = 3;

    public static IReadOnlyList<IProperty> All { get; } =
    [
        new Law<(IDiffusionProcess Process, GaussianMixture Data, (double Time, double Deviation) Draw, double Weight)>
        {
            Name = "measurement-scores-on-gaussians",
            Statement = "Given y = A x₀ + σ_y n the score of MMPS in as many steps as y has numbers is the exact posterior's for any Gaussian, that of ΠGDM for N(m, v I); that of DPS is ∇ ln N(y; A x̂₀, σ_y²); their weight multiplies what the measurement adds.",
            Source = "Rozet et al. 2024; Song et al. 2023; Chung et al. 2023; Bayes for Gaussians",
            Subject = Subject.Inverse,
            Cases = static context => CasesOf.Generated(
                Draw.Of(
                    context.Processes,
                    RandomGaussians.Mixtures(Dimension),
                    Draw.Of(Reals.Between(0.1, 1), Reals.LogBetween(0.1, 2))!,
                    Reals.Between(0.2, 2)),
                cost: 2),
            Measure = static (context, draw) =>
            {
                NoiseLevel level = context.Under(draw.Process).At(draw.Draw.Time);
                if (level.MeanScale < 1e-4)
                {
                    throw new NotApplicableException("so little is left of the data that x̂₀ has lost its digits");
                }

                var any = GaussianMixture.Of(draw.Data.Components[0]);
                double variance = 0.1 + draw.Weight;
                var round = GaussianMixture.Of(Gaussian.Isotropic(draw.Data.Components[0].Mean, variance));
                var y = new Seen(new DenseOperator(new[,] { { 0.8, -0.3, 0.5 }, { 0.1, 0.9, 0.4 } }), [0.7, -0.4], draw.Draw.Deviation);
                double[] free = Epsilon(any.Score<double>(), level);
                double[] given = Epsilon(ExactPosterior.Of(any, y).Score<double>(), level);
                double[] pulled = [.. free.Zip(OfLikelihood(any, level, y), (e, gradient) => e - (level.Deviation * gradient))];
                return new[]
                {
                    Compare("MMPS", new MomentMatchingScore<double>(any.Score<double>(), y, Outputs), given),
                    Compare("MMPS, weighted", new MomentMatchingScore<double>(any.Score<double>(), y, Outputs, draw.Weight), Between(free, given)),
                    Compare("ΠGDM", new PseudoinverseScore<double>(round.Score<double>(), y, variance), Epsilon(ExactPosterior.Of(round, y).Score<double>(), level)),
                    Compare("DPS", new PosteriorScore<double>(any.Score<double>(), y), pulled),
                    Compare("DPS, weighted", new PosteriorScore<double>(any.Score<double>(), y, draw.Weight), Between(free, pulled)),
                };

                Measurement Compare(string name, MeasurementScore<double> score, double[] expected) =>
                    Measurement.Alike($"ε of {name}", expected, Epsilon(context.Parts.Conditioned(score), level), 1e-8);

                double[] Between(double[] from, double[] to) => [.. from.Zip(to, (a, b) => a + (draw.Weight * (b - a)))];
            },
        },
    ];

    // Jᵀ Aᵀ (y − A x̂₀)/σ_y², where x̂₀ is affine in x and its differences are J.
    private static double[] OfLikelihood(GaussianMixture data, NoiseLevel level, Seen y)
    {
        var gradient = new double[Rows * Dimension];
        double[] x = Points(level);
        double[] middle = Clean(x);
        var residual = new double[Outputs];
        var pulled = new double[Dimension];
        double[][] shifted = [.. Enumerable.Range(0, Dimension).Select(j => Clean([.. x.Select((value, i) => value + (i % Dimension == j ? level.Deviation : 0))]))];
        for (int row = 0; row < Rows; row++)
        {
            y.Residual(middle.AsSpan(row * Dimension, Dimension), residual);
            y.Operator.ApplyTransposed(residual, pulled);
            for (int j = 0; j < Dimension; j++)
            {
                for (int i = 0; i < Dimension; i++)
                {
                    int place = (row * Dimension) + i;
                    gradient[(row * Dimension) + j] += (shifted[j][place] - middle[place]) / level.Deviation * pulled[i] / (y.Deviation * y.Deviation);
                }
            }
        }

        return gradient;

        double[] Clean(double[] at) =>
            [.. at.Zip(Epsilon(data.Score<double>(), level, at), (value, e) => (value - (level.Deviation * e)) / level.MeanScale)];
    }

    private static double[] Points(NoiseLevel level) =>
        [.. Enumerable.Range(1, Rows * Dimension).Select(i => Math.Sin(i) * (level.MeanScale + level.Deviation))];

    private static double[] Epsilon(IScoreFunction<Tile<double>> score, NoiseLevel level, double[]? at = null)
    {
        var space = new TileSpace<double>(Rows, Dimension);
        Tile<double> x = space.Allocate();
        (at ?? Points(level)).CopyTo(x.Values);
        Tile<double> epsilon = space.Allocate();
        score.Evaluate(x, level, epsilon);
        return epsilon.Values.ToArray();
    }
}
