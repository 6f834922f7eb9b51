using ScoreSde.Guidance;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.States;
using ScoreSde.Verification.Generators;
using ScoreSde.Verification.Instruments;
using ScoreSde.Verification.Laws.Cases;

namespace ScoreSde.Verification.Laws.Guidance;

/// <summary>Guidance is linear in its models, and by the gradient of a likelihood it is Bayes' rule.</summary>
internal static class GuidanceLaws
{
    private const int Dimension = 3;
    private const int Rows = 4;

    // Weights of up to 8 take the difference of terms as large.
    private const double Rounding = 1e-10;

    public static IReadOnlyList<IProperty> All { get; } =
    [
        new Law<(IDiffusionProcess Process, SmoothNoise Conditional, SmoothNoise Unconditional, (double Weight, double Time) Draw)>
        {
            Name = "guidance-is-linear",
            Statement = "Guidance with weight w is ε_∅ + w (ε_c − ε_∅) for any two models: w = 0 and 1 are the models themselves.",
            Source = "Ho and Salimans 2022, eq. (6) with w = 1 + ω",
            Subject = Subject.Guidance,
            Cases = static context => CasesOf.Generated(Draw.Of(
                context.Processes,
                SmoothNoise.OfDimension(Dimension),
                SmoothNoise.OfDimension(Dimension),
                Draw.Of(Reals.Between(-2, 8), Reals.Between(0.02, 1))!)),
            Measure = static (context, draw) =>
            {
                NoiseLevel level = context.Under(draw.Process).At(draw.Draw.Time);
                double[] with = Epsilon(draw.Conditional, level);
                double[] without = Epsilon(draw.Unconditional, level);
                return new[] { 0, 1, draw.Draw.Weight }.Select(w => Measurement.Alike(
                    w is 0 or 1 ? $"ε at w = {w}" : "ε at any w",
                    [.. with.Zip(without, (c, u) => u + (w * (c - u)))],
                    Epsilon(context.Parts.Guided(draw.Conditional, draw.Unconditional, w), level),
                    1e-14));
            },
        },
        new Law<(IDiffusionProcess Process, GaussianMixture Data, double Weight, (double Time, double Shift) Draw)>
        {
            Name = "guidance-of-gaussians",
            Statement = "Guidance with weight w from N(m, C) to N(m', C) is the score of N(m + w (m' − m), C), with its Jacobian, for rows of one level and of their own, and asks two models.",
            Source = "w ln p' + (1 − w) ln p of Gaussians with one covariance",
            Subject = Subject.Guidance,
            Cases = static context => CasesOf.Generated(Draw.Of(
                context.Processes, RandomGaussians.Mixtures(Dimension), Reals.Between(-2, 8), Draw.Of(Reals.Between(0.1, 1), Reals.Between(-2, 2))!)),
            Measure = static (context, draw) =>
            {
                IDiffusionProcess process = context.Under(draw.Process);
                Gaussian free = draw.Data.Components[0];
                double[,] covariance = MixtureMoments.CovarianceOf(free);
                IDifferentiableScore<Tile<double>> Moved(double weight) => GaussianMixture.Of(Gaussian.WithCovariance(
                    [.. free.Mean.Select((m, i) => m + (weight * draw.Draw.Shift * (1 - (0.7 * i))))], covariance)).Score<double>();
                IScoreFunction<Tile<double>> guided = context.Parts.Guided(Moved(1), Moved(0), draw.Weight);
                IDifferentiableScore<Tile<double>> expected = Moved(draw.Weight);
                NoiseLevel[] levels = [.. Enumerable.Range(0, Rows).Select(row => process.At(draw.Draw.Time * (1 - (0.2 * row))))];
                return
                [
                    Measurement.Alike("ε", Epsilon(expected, levels[0]), Epsilon(guided, levels[0]), Rounding),
                    .. guided is IRowwiseScore<double> own ? [Measurement.Alike("ε of rows with their own levels", Rowwise((IRowwiseScore<double>)expected, levels), Rowwise(own, levels), Rounding)] : Array.Empty<Measurement>(),
                    .. guided is IDifferentiableScore<Tile<double>> smooth ? [Measurement.Alike("Jᵀ c", Product(expected, levels[0]), Product(smooth, levels[0]), Rounding)] : Array.Empty<Measurement>(),
                    .. guided is IComposedScore composed ? [Measurement.Exactly("evaluations", 2, composed.EvaluationsPerCall)] : Array.Empty<Measurement>(),
                ];
            },
        },
        new Law<(IDiffusionProcess Process, double Time, double Variance, double Seen)>
        {
            Name = "guidance-by-gradient-is-bayes",
            Statement = "ε − σ ∇ log p_t(y|x) is the exact ε of the posterior, here of N(0.3, v) given y = x₀ + 0.4 n; a weight multiplies what it adds.",
            Source = "Song et al. 2021, eq. (14); Bayes for Gaussians",
            Subject = Subject.Guidance,
            Cases = static context => CasesOf.Generated(
                Draw.Of(context.Processes, Reals.Between(0.02, 1), Reals.LogBetween(0.05, 4), Reals.Between(-2, 2))),
            Measure = static (context, draw) =>
            {
                const double Mean = 0.3;
                const double Error = 0.16;
                NoiseLevel level = context.Under(draw.Process).At(draw.Time);
                double gain = draw.Variance / (draw.Variance + Error);
                GaussianMixture prior = Normal(Mean, draw.Variance);
                GaussianMixture posterior = Normal(Mean + (gain * (draw.Seen - Mean)), (1 - gain) * draw.Variance);
                double[] free = Epsilon(prior.Score<double>(), level);
                double[] given = Epsilon(posterior.Score<double>(), level);
                return new[] { 1, 0.5, 2 }.Select(w => Measurement.Alike(
                    $"ε at w = {w}",
                    [.. free.Zip(given, (a, b) => a + (w * (b - a)))],
                    Epsilon(context.Parts.GuidedByGradient(prior.Score<double>(), new ExactGradient(new NormalLaw(Mean, draw.Variance), draw.Seen, Error), w), level),
                    1e-10));
            },
        },
    ];

    private static GaussianMixture Normal(double mean, double variance) => GaussianMixture.Of(Gaussian.Isotropic([mean], variance));

    private static double[] Epsilon(IScoreFunction<Tile<double>> score, NoiseLevel level)
    {
        (Tile<double> x, Tile<double> epsilon, _) = Tiles(score.Dimension, level);
        score.Evaluate(x, level, epsilon);
        return epsilon.Values.ToArray();
    }

    private static double[] Rowwise(IRowwiseScore<double> score, NoiseLevel[] levels)
    {
        (Tile<double> x, Tile<double> epsilon, _) = Tiles(score.Dimension, levels[0]);
        score.Evaluate(x, levels, [.. levels.Select(static (_, row) => (long)row)], epsilon);
        return epsilon.Values.ToArray();
    }

    private static double[] Product(IDifferentiableScore<Tile<double>> score, NoiseLevel level)
    {
        (Tile<double> x, Tile<double> product, Tile<double> cotangent) = Tiles(score.Dimension, level);
        score.TransposedJacobianProduct(x, level, cotangent, product);
        return product.Values.ToArray();
    }

    private static (Tile<double> X, Tile<double> Result, Tile<double> Cotangent) Tiles(int dimension, NoiseLevel level)
    {
        var space = new TileSpace<double>(Rows, dimension);
        (Tile<double> x, Tile<double> cotangent) = (space.Allocate(), space.Allocate());
        for (int i = 0; i < x.Values.Length; i++)
        {
            x.Values[i] = Math.Sin(i + 1.0) * (level.MeanScale + level.Deviation);
            cotangent.Values[i] = Math.Cos(2.0 * i);
        }

        return (x, space.Allocate(), cotangent);
    }

    // y | x_t ~ N(E[x₀|x_t], Var(x₀|x_t) + error) with E[x₀|x] = m + c (x − α m), c = α v/(α² v + σ²).
    private sealed class ExactGradient(NormalLaw data, double seen, double error) : ILikelihoodGradient<Tile<double>>
    {
        public void Evaluate(Tile<double> x, NoiseLevel level, Tile<double> gradient)
        {
            NormalLaw law = data.At(level);
            double c = level.MeanScale * data.Variance / law.Variance;
            double spread = (level.Variance * data.Variance / law.Variance) + error;
            for (int i = 0; i < x.Values.Length; i++)
            {
                gradient.Values[i] = c * (seen - data.Mean - (c * (x.Values[i] - law.Mean))) / spread;
            }
        }
    }
}
