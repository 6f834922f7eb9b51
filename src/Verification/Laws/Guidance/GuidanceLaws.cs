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
        new Law<(IDiffusionProcess Process, double Time, double Variance, double Seen)>
        {
            Name = "guidance-by-gradient-is-bayes",
            Statement = "ε − σ ∇ log p_t(y|x) is the exact ε of the posterior: here of N(0.3, v) given y = x₀ + 0.4 n.",
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
                IScoreFunction<Tile<double>> guided = context.Parts.GuidedByGradient(
                    prior.Score<double>(), new ExactGradient(new NormalLaw(Mean, draw.Variance), draw.Seen, Error));
                return [Measurement.Alike("ε", Epsilon(posterior.Score<double>(), level), Epsilon(guided, level), 1e-10)];
            },
        },
    ];

    private static GaussianMixture Normal(double mean, double variance) => GaussianMixture.Of(Gaussian.Isotropic([mean], variance));

    private static double[] Epsilon(IScoreFunction<Tile<double>> score, NoiseLevel level)
    {
        var space = new TileSpace<double>(Rows, score.Dimension);
        Tile<double> x = space.Allocate();
        for (int i = 0; i < x.Values.Length; i++)
        {
            x.Values[i] = Math.Sin(i + 1.0) * (level.MeanScale + level.Deviation);
        }

        Tile<double> epsilon = space.Allocate();
        score.Evaluate(x, level, epsilon);
        return epsilon.Values.ToArray();
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
