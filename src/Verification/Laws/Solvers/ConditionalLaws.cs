using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Generators;
using ScoreSde.Verification.Instruments;
using ScoreSde.Verification.Laws.Cases;

namespace ScoreSde.Verification.Laws.Solvers;

/// <summary>The true reverse kernel of a mixture, part by part, against the ancestral step: mean and variance by Tweedie's formulas.</summary>
internal static class ConditionalLaws
{
    public static IReadOnlyList<IProperty> All { get; } =
    [
        new Law<(IDiffusionProcess Process, GaussianMixture Data, double From, double Share)>
        {
            Name = "ancestral-mean",
            Statement = "With an exact score the ancestral mean (x + V s)/a is E[x_to | x_from] for any data law: here generated mixtures.",
            Source = "Tweedie's formula; Efron 2011, eq. (1.4)",
            Subject = Subject.Solver,
            Solver = "ddpm-posterior",
            Cases = static context => CasesOf.Generated(Draw.Of(
                context.Processes, RandomGaussians.Mixtures(1), Reals.Between(0.1, 1), Reals.Between(0.1, 0.9))),
            Measure = static (context, draw) =>
            {
                IDiffusionProcess process = context.Under(draw.Process);
                var step = new GridStep(0, 1, process.At(draw.From), process.At(draw.From * draw.Share), 0);
                return Points(draw.Data, step).Select(x =>
                {
                    (double mean, _) = ReverseKernelOf(draw.Data, step, x);
                    double taken = OneStep(context, process, draw.Data, step, x);
                    double size = Math.Abs(x) / step.TransitionScale;
                    return Measurement.Absolute($"mean from x = {x:R}", mean, taken, 1e-10 * (1 + size));
                });
            },
        },
        new Law<(IDiffusionProcess Process, GaussianMixture Data, double From, double Share)>
        {
            Name = "second-order-tweedie",
            Statement = "Var(x_to | x_from) = (V/a²) (1 + V ∂² ln p(x_from)) for any data law; its mean over x_from is the optimal variance.",
            Source = "Bao et al. 2022, lemma 1",
            Subject = Subject.Score,
            Cases = static context => CasesOf.Generated(Draw.Of(
                context.Processes, RandomGaussians.Mixtures(1), Reals.Between(0.1, 1), Reals.Between(0.1, 0.9))),
            Measure = static (context, draw) =>
            {
                IDiffusionProcess process = context.Under(draw.Process);
                var step = new GridStep(0, 1, process.At(draw.From), process.At(draw.From * draw.Share), 0);
                double v = step.TransitionVariance;
                double a = step.TransitionScale;
                IScoreFunction<Tile<double>> score = context.Parts.Score(draw.Data);
                return Points(draw.Data, step).Select(x =>
                {
                    // ∂ s by a central difference of the fourth order: s = −ε/σ.
                    double h = 1e-3 * Math.Sqrt(step.From.Variance);
                    double slope = ((8 * (Score(score, step.From, x + h) - Score(score, step.From, x - h)))
                        - (Score(score, step.From, x + (2 * h)) - Score(score, step.From, x - (2 * h)))) / (12 * h);
                    (_, double variance) = ReverseKernelOf(draw.Data, step, x);

                    // 1 + V ∂s is a difference of numbers near 1 when the step is long; the difference quotient has seven digits.
                    return Measurement.Absolute($"variance from x = {x:R}", variance, v / (a * a) * (1 + (v * slope)), 1e-6 * v / (a * a) * (1 + Math.Abs(v * slope)));
                });
            },
        },
    ];

    // Within each part's bulk and between the parts.
    private static IEnumerable<double> Points(GaussianMixture data, GridStep step)
    {
        foreach (Gaussian part in data.Components)
        {
            NormalLaw law = new NormalLaw(part.Mean[0], part.Eigenvalues[0]).At(step.From);
            yield return law.Mean;
            yield return law.Mean + (1.5 * Math.Sqrt(law.Variance));
        }
    }

    private static (double Mean, double Variance) ReverseKernelOf(GaussianMixture data, GridStep step, double x)
    {
        double a = step.TransitionScale;
        int n = data.Components.Count;
        var logs = new double[n];
        var means = new double[n];
        var variances = new double[n];
        for (int k = 0; k < n; k++)
        {
            var part = new NormalLaw(data.Components[k].Mean[0], data.Components[k].Eigenvalues[0]);
            NormalLaw noisy = part.At(step.From);
            NormalLaw cleaner = part.At(step.To);
            double gain = a * cleaner.Variance / noisy.Variance;
            double off = x - noisy.Mean;
            logs[k] = Math.Log(data.Weights[k]) - (0.5 * Math.Log(noisy.Variance)) - (off * off / (2 * noisy.Variance));
            means[k] = cleaner.Mean + (gain * off);
            variances[k] = cleaner.Variance - (gain * a * cleaner.Variance);
        }

        double top = logs.Max();
        double sum = 0;
        double mean = 0;
        for (int k = 0; k < n; k++)
        {
            double share = Math.Exp(logs[k] - top);
            sum += share;
            mean += share * means[k];
        }

        mean /= sum;
        double variance = 0;
        for (int k = 0; k < n; k++)
        {
            variance += Math.Exp(logs[k] - top) / sum * (variances[k] + ((means[k] - mean) * (means[k] - mean)));
        }

        return (mean, variance);
    }

    private static double Score(IScoreFunction<Tile<double>> score, NoiseLevel level, double x)
    {
        var space = new TileSpace<double>(1, 1);
        Tile<double> state = space.Allocate();
        Tile<double> epsilon = space.Allocate();
        state.Values[0] = x;
        score.Evaluate(state, level, epsilon);
        return -epsilon.Values[0] / level.Deviation;
    }

    // The mean of the step is the step without its noise.
    private static double OneStep(PropertyContext context, IDiffusionProcess process, GaussianMixture data, GridStep step, double x)
    {
        var space = new References.SilentSpace(new TileSpace<double>(1, 1));
        Tile<double> state = space.Allocate();
        state.Values[0] = x;
        GridWalk.Run(
            context.Parts.Solver(new Ancestral(new PosteriorVariance())),
            new Problem<Tile<double>>(process, context.Parts.Score(data), space),
            new TimeGrid("one step", step.From.Time, step.To.Time),
            state);
        return state.Values[0];
    }
}
