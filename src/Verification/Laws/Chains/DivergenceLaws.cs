using MathNet.Numerics.Integration;
using ScoreSde.Discrete;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Generators;
using ScoreSde.Verification.Instruments;
using ScoreSde.Verification.Laws.Cases;
using ScoreSde.Verification.Laws.Solvers;

namespace ScoreSde.Verification.Laws.Chains;

/// <summary>How far the reverse kernels are from the true reverse chain: exact divergences, constants of theory, and the ELBO.</summary>
internal static class DivergenceLaws
{
    private const double EulerGamma = 0.5772156649015329;

    public static IReadOnlyList<IProperty> All { get; } =
    [
        new Law<(LinearSchedule Schedule, double Variance)>
        {
            Name = "path-divergence-of-beta",
            Statement = "N · KL(true reverse path ‖ DDPM with variance β) → ¼ ∫ β² (1 − 1/v)² dt on N(0, v₀), 3.74096 for v₀ = 0.09 and 0.1 → 20.",
            Source = "expansion of the exact Gaussian divergences",
            Subject = Subject.Chain,
            Needs = "needs a linear schedule",
            Cases = static context => CasesOf.Generated(
                context.LinearSchedules is { } linear ? Draw.Of(linear, Reals.LogBetween(0.09, 4)) : null, cost: 20),
            Measure = static (context, draw) =>
            {
                var process = new VariancePreserving(draw.Schedule);
                double expected = 0.25 * (GaussLegendreRule.Integrate(Rate, 0, 0.1, 64) + GaussLegendreRule.Integrate(Rate, 0.1, 1, 128));
                double limit = Extrapolation.Limit(n => n * PathDivergence(context, draw.Schedule, n, draw.Variance, ReverseKernel.Beta, 1), 4000);
                return [Measurement.Absolute("N · KL", expected, limit, (2e-3 * expected) + 1e-5)];

                double Rate(double t)
                {
                    double beta = draw.Schedule.Beta(t);
                    double curvature = 1 - (1 / new NormalLaw(0, draw.Variance).At(process.At(t)).Variance);
                    return beta * beta * curvature * curvature;
                }
            },
        },
        new Law<INoiseSchedule>
        {
            Name = "path-divergence-of-posterior",
            Statement = "With variance β̃ (from i = 2) the path divergence does not vanish: it tends to γ/2 = 0.28861 nats a dimension, γ Euler's constant.",
            Source = "Σ_i ½ (ln(i/(i−1)) − 1/i) over β̃_i/β_i → (i−1)/i",
            Subject = Subject.Chain,
            Cases = static _ => CasesOf.Listed<INoiseSchedule>(new LinearSchedule(), new LinearSchedule(1, 10)),
            Measure = static (context, schedule) =>
            [
                Measurement.Absolute(
                    "KL in nats", EulerGamma / 2, Extrapolation.Limit(n => PathDivergence(context, schedule, n, 0.5, ReverseKernel.PosteriorBeta, 2), 25_000), 1e-3),
            ],
        },
        new Law<(LinearSchedule Schedule, double Variance)>
        {
            Name = "path-divergence-of-optimal",
            Statement = "With the optimal variance the reverse chain of Gaussian data is the true one: KL = 0 at every N.",
            Source = "Bao et al. 2022, thm. 1",
            Subject = Subject.Chain,
            Needs = "needs a linear schedule",
            Cases = static context => CasesOf.Generated(
                context.LinearSchedules is { } linear ? Draw.Of(linear, Reals.LogBetween(0.01, 4)) : null),
            Measure = static (context, draw) =>
            [
                Measurement.Absolute("KL", 0, PathDivergence(context, draw.Schedule, 20, draw.Variance, ReverseKernel.Optimal, 1), 1e-13),
            ],
        },
        new Law<(LinearSchedule Schedule, double Steps, double Variance)>
        {
            Name = "elbo",
            Statement = "E[ln p(x₀)] − ELBO = KL(x_T ‖ N(0,1)) + Σ KL(true reverse ‖ model) ≥ 0 on Gaussian data; with the optimal variance only the prior's part is left.",
            Source = "Ho et al. 2020, eq. (5); Sohl-Dickstein et al. 2015, app. B",
            Subject = Subject.Likelihood,
            Needs = "needs a linear schedule",
            Cases = static context => CasesOf.Generated(
                context.LinearSchedules is { } linear ? Draw.Of(linear, Reals.Between(5, 60), Reals.LogBetween(0.05, 4)) : null, cost: 2),
            Measure = static (context, draw) =>
            {
                int n = (int)draw.Steps;
                if (draw.Schedule.Integral(1 - (1.0 / n), 1) > 25)
                {
                    throw new NotApplicableException("β_N rounds to 1 for this schedule");
                }

                NormalLaw last = new NormalLaw(0, draw.Variance).At(new VariancePreserving(draw.Schedule).At(1));
                double prior = last.KullbackLeibler(new NormalLaw(0, 1));
                double entropy = 0.5 * Math.Log(2 * Math.PI * Math.E * draw.Variance);
                double Gap(ReverseKernel kernel) => NegativeBound(context, draw.Schedule, n, draw.Variance, kernel) - entropy;
                double wide = Gap(ReverseKernel.Beta);
                double path = PathDivergence(context, draw.Schedule, n, draw.Variance, ReverseKernel.Beta, 1);
                return
                [
                    Measurement.AtLeast("ln p − ELBO with β, nats", 0, wide + 1e-12),
                    Measurement.Absolute("the same by parts", prior + path, wide, 1e-9 * (1 + path)),
                    Measurement.Absolute("ln p − ELBO with the optimal variance", prior, Gap(ReverseKernel.Optimal), 1e-9),
                ];
            },
        },
        new Law<(LinearSchedule Schedule, double Variance)>
        {
            Name = "distance-of-the-reverse-chain",
            Statement = "N · W₂ of the reverse chain's end at t = 0.1 to the data's law tends to ∫ Φ² β² c dτ/(2√v), c = 1/v − 1 for variance β and "
                + "1/σ² − 1/v for β̃, Φ the propagator of the reverse SDE.",
            Source = "first-order weak error of the variance, carried by the exact reverse process",
            Subject = Subject.Solver,
            Needs = "needs a linear schedule",
            Cases = static context => CasesOf.Generated(
                context.LinearSchedules is { } linear ? Draw.Of(linear, Reals.LogBetween(0.09, 0.8)) : null, cost: 20),
            Measure = static (context, draw) =>
            {
                const double End = 0.1;
                IDiffusionProcess process = context.Under(new VariancePreserving(draw.Schedule));
                var data = new NormalLaw(0, draw.Variance);
                var exact = new ReverseSolution(new ReverseProcess(new VariancePreserving(draw.Schedule), 1), data);
                NoiseLevel end = exact.Reverse.Forward.At(End);
                return new IReverseVariance[] { new ForwardVariance(), new PosteriorVariance() }.Select(choice =>
                {
                    double Rate(double t)
                    {
                        NoiseLevel level = exact.Reverse.Forward.At(t);
                        double v = data.At(level).Variance;
                        double share = exact.Propagator(end, level) * draw.Schedule.Beta(t);
                        return share * share * (choice is ForwardVariance ? (1 / v) - 1 : (1 / level.Variance) - (1 / v));
                    }

                    double limit = Extrapolation.Limit(
                        n =>
                        {
                            var grid = new TimeGrid("chain", [.. Enumerable.Range(n / 10, n - (n / 10) + 1).Reverse().Select(i => (double)i / n)]);
                            NormalLaw reached = Step.Map(context, new Ancestral(choice), process, data, grid).Push(data.At(process.At(1)));
                            return n * reached.Wasserstein(data.At(end));
                        },
                        200);
                    double expected = GaussLegendreRule.Integrate(Rate, End, 1, 128) / (2 * Math.Sqrt(data.At(end).Variance));
                    return Measurement.Absolute($"N · W₂ with {choice.Title}", expected, limit, (2e-3 * expected) + 1e-4);
                }).ToArray();
            },
        },
    ];

    // Σ_i KL(true reverse kernel ‖ model kernel): the means agree for an exact score, so only the variances count.
    private static double PathDivergence(
        PropertyContext context, INoiseSchedule schedule, int n, double variance, ReverseKernel kernel, int from)
    {
        ChainFormulas chain = context.Parts.Chain(context.Parts.Discretisation(schedule, n));
        double sum = 0;
        for (int i = from; i <= n; i++)
        {
            // Var(x_{i−1} | x_i) = β v_{i−1}/v_i, by Bayes.
            double after = (chain.AlphaBar(i) * variance) + chain.NoiseVariance(i);
            double before = (chain.AlphaBar(i - 1) * variance) + chain.NoiseVariance(i - 1);
            var truth = new NormalLaw(0, chain.Beta(i) * before / after);
            sum += truth.KullbackLeibler(new NormalLaw(0, chain.ReverseVariance(i, kernel, chain.NoiseVariance(i) / after)));
        }

        return sum;
    }

    // Ho et al.'s L_T + Σ L_{i−1} + L_0 in nats for data N(0, v): every expectation in closed form.
    private static double NegativeBound(PropertyContext context, INoiseSchedule schedule, int n, double variance, ReverseKernel kernel)
    {
        ChainFormulas chain = context.Parts.Chain(context.Parts.Discretisation(schedule, n));

        // L_T = E KL(q(x_T | x_0) ‖ N(0, 1)).
        double sum = 0.5 * (chain.NoiseVariance(n) + (chain.AlphaBar(n) * variance) - 1 - Math.Log(chain.NoiseVariance(n)));
        for (int i = 1; i <= n; i++)
        {
            double after = (chain.AlphaBar(i) * variance) + chain.NoiseVariance(i);
            double unknown = variance * chain.NoiseVariance(i) / after;
            double model = chain.ReverseVariance(i, kernel, chain.NoiseVariance(i) / after);
            LinearKernel posterior = chain.PosteriorFromData(i);
            double meanError = posterior.OnOther * posterior.OnOther * unknown;
            sum += i == 1
                ? 0.5 * (Math.Log(2 * Math.PI * model) + (meanError / model))
                : 0.5 * ((posterior.Variance / model) - 1 - Math.Log(posterior.Variance / model) + (meanError / model));
        }

        return sum;
    }
}
