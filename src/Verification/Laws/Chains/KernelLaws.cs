using ScoreSde.Discrete;
using ScoreSde.Likelihood;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.Verification.Generators;
using ScoreSde.Verification.Instruments;
using ScoreSde.Verification.Laws.Cases;

namespace ScoreSde.Verification.Laws.Chains;

/// <summary>What the kernels of a chain are made of: one noise out of many, a variance at each place, and how nearly Gaussian the true ones are.</summary>
internal static class KernelLaws
{
    private const double Rounding = 1e-11;

    public static IReadOnlyList<IProperty> All { get; } =
    [
        new Law<(DdpmChain Chain, double Data, double Phase)>
        {
            Name = "unrolled-chain",
            Statement = "On every path x_n = √ᾱ_n x₀ + √(1 − ᾱ_n) ε_n with one ε_n = (√(1−β) √(1 − ᾱ_{n−1}) ε_{n−1} + √β z_n)/√(1 − ᾱ_n), whose two squared weights add up to 1: the telescoping identity along a path.",
            Source = "Ho et al. 2020, eq. (4), step by step",
            Subject = Subject.Chain,
            Cases = static _ => CasesOf.Generated(Draw.Of(RandomChains.Any, Reals.Between(-3, 3), Reals.Between(0, 6))),
            Measure = static (context, draw) =>
            {
                ChainFormulas chain = context.Parts.Chain(draw.Chain);
                var measurements = new List<Measurement>();
                (double x, double epsilon) = (draw.Data, 0);
                for (int n = 1; n <= chain.Steps; n++)
                {
                    double z = 1.4 * Math.Sin((2.1 * n) + draw.Phase);
                    LinearKernel step = chain.Forward(n);
                    LinearKernel closed = chain.ClosedForm(n);
                    (double old, double added) = (step.OnState * chain.ClosedForm(n - 1).Deviation / closed.Deviation, step.Deviation / closed.Deviation);
                    x = (step.OnState * x) + (step.Deviation * z);
                    epsilon = (old * epsilon) + (added * z);
                    measurements.Add(Measurement.Absolute($"x at {n}", (closed.OnState * draw.Data) + (closed.Deviation * epsilon), x, Rounding * (1 + Math.Abs(x))));
                    measurements.Add(Measurement.Absolute($"squared weights at {n}", 1, (old * old) + (added * added), Rounding));
                }

                return measurements;
            },
        },
        new Law<(IDiffusionProcess Process, GaussianMixture Data, (double From, double Share) Step, double Place)>
        {
            Name = "learned-variance-is-tweedie",
            Statement = "L_vlb at x is least where Σ is β̃ + c² (1 − σ ∂ε/∂x), the second-order Tweedie formula, whatever the mixture: its mean derivative by w, over ε given x, is 0 there, less before and more after.",
            Source = "Nichol and Dhariwal 2021, eq. (15) and (16); Bao et al. 2022, lemma 13",
            Subject = Subject.Score,
            Cases = static context => CasesOf.Generated(
                Draw.Of(context.Processes, RandomGaussians.Mixtures(1), Draw.Of(Reals.Between(0.05, 1), Reals.Between(0.1, 0.95)), Reals.Between(-2.5, 2.5))),
            Measure = static (context, draw) =>
            {
                IDiffusionProcess process = context.Under(draw.Process);
                var step = new GridStep(0, 2, process.At(draw.Step.From), process.At(draw.Step.From * draw.Step.Share), 0);
                NoiseLevel level = step.From;
                (double x, double missed) = Posterior(draw.Data, level, draw.Place);
                if (context.Parts.Score(draw.Data) is not IDifferentiableScore<Tile<double>> score)
                {
                    throw new NotApplicableException("the score under test has no products with its Jacobian");
                }

                double share = step.TransitionVariance / (step.TransitionScale * level.Deviation);
                double tweedie = 1 - (level.Deviation * Slope(score, level, x));
                double variance = step.PosteriorVariance + (share * share * tweedie);
                var range = VarianceRange.Of(in step);
                double w = (Math.Log(variance) - range.LogMiddle) / range.LogSlope;
                double At(double place) => HybridLoss.Of(in step, range, place, Math.Sqrt(missed)).Slope / range.LogSlope;

                // 1 − σ ∂ε/∂x cancels while noise swamps the data.
                double tolerance = 1e-9 + (1e-13 * share * share / variance);
                return
                [
                    Measurement.Absolute("dL/d ln Σ", 0, At(w), tolerance),
                    Measurement.AtLeast("the same at twice the variance", 0, At(w + (Math.Log(2) / range.LogSlope))),
                    Measurement.AtMost("the same at half the variance", 0, At(w - (Math.Log(2) / range.LogSlope))),
                ];
            },
        },
        new Law<LinearSchedule>
        {
            Name = "reverse-kernel-is-nearly-gaussian",
            Statement = "N² Σ E KL(q(x_{i−1} | x_i) ‖ the Gaussian with its moments) of ½ N(−0.8, 0.16) + ½ N(0.8, 0.16) tends to (1/12) ∫ β³ E(∂³ ln p)² dt: a kernel's third cumulant is β³ ∂³ ln p, to first order.",
            Source = "Feller 1949; expansion of the exact kernels, which are mixtures by Bayes",
            Subject = Subject.Chain,
            Cases = static _ => CasesOf.Listed<LinearSchedule>(new(0.1, 5), new(1, 3)),
            Measure = static (context, schedule) =>
            {
                double expected = ReverseShape.Limit(ReverseShape.Usual, schedule);
                double limit = Extrapolation.Limit(
                    n =>
                    {
                        ChainFormulas chain = context.Parts.Chain(context.Parts.Discretisation(schedule, n));
                        return (double)n * n * ReverseShape.Divergence(ReverseShape.Usual, n, chain.Forward, chain.ClosedForm);
                    },
                    100);
                return [Measurement.Relative("N² Σ E KL", expected, limit, 5e-3)];
            },
        },
    ];

    // A place with that many deviations from its part's mean, and E((ε − E ε)² | x) there: between the parts and within.
    private static (double X, double Missed) Posterior(GaussianMixture data, NoiseLevel level, double place)
    {
        double square = level.MeanScale * level.MeanScale;
        double[] variances = [.. data.Components.Select(part => (square * part.Eigenvalues[0]) + level.Variance)];
        double[] means = [.. data.Components.Select(part => level.MeanScale * part.Mean[0])];
        double x = means[0] + (place * Math.Sqrt(variances[0]));
        double[] logs = [.. means.Select((mean, k) => Math.Log(data.Weights[k]) - (0.5 * (((x - mean) * (x - mean) / variances[k]) + Math.Log(variances[k]))))];
        double top = logs.Max();
        double[] shares = [.. logs.Select(log => Math.Exp(log - top))];
        double total = shares.Sum();
        double[] guesses = [.. means.Select((mean, k) => level.Deviation * (x - mean) / variances[k])];
        double guess = shares.Zip(guesses, static (share, value) => share * value).Sum() / total;
        double missed = 0;
        for (int k = 0; k < shares.Length; k++)
        {
            double off = guesses[k] - guess;
            missed += shares[k] / total * ((off * off) + (square * data.Components[k].Eigenvalues[0] / variances[k]));
        }

        return (x, missed);
    }

    private static double Slope(IDifferentiableScore<Tile<double>> score, NoiseLevel level, double x)
    {
        var space = new TileSpace<double>(1, 1);
        (Tile<double> state, Tile<double> one, Tile<double> product) = (space.Allocate(), space.Allocate(), space.Allocate());
        state.Values[0] = x;
        one.Values[0] = 1;
        score.TransposedJacobianProduct(state, level, one, product);
        return product.Values[0];
    }
}
