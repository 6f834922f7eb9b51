using MathNet.Numerics.Integration;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Verification.Generators;
using ScoreSde.Verification.Laws.Cases;

namespace ScoreSde.Verification.Laws.Chains;

/// <summary>The losses of training: how they weigh each other, what they tend to, and what the prior adds.</summary>
internal static class LossLaws
{
    public static IReadOnlyList<IProperty> All { get; } =
    [
        new Law<(IDiffusionProcess Process, double Time, double Noise, double Guess)>
        {
            Name = "losses-are-one-loss",
            Statement = "‖ε − ε̂‖² = σ² ‖s − ŝ‖² (denoising score matching with weight σ²) = (α/σ)² ‖x₀ − x̂₀‖² = (α/(α² + σ²))² ‖v − v̂‖².",
            Source = "Vincent 2011; Ho et al. 2020, §3.2; Salimans and Ho 2022, §4",
            Subject = Subject.Score,
            Cases = static context => CasesOf.Generated(
                Draw.Of(context.Processes, Reals.Between(0.02, 1), Reals.Between(-3, 3), Reals.Between(-3, 3))),
            Measure = static (context, draw) =>
            {
                NoiseLevel level = context.Under(draw.Process).At(draw.Time);
                double a = level.MeanScale;
                double s = level.Deviation;
                double loss = Math.Pow(draw.Noise - draw.Guess, 2);
                (Parametrisation Kind, double Weight)[] kinds =
                [
                    (Parametrisation.Score, s * s),
                    (Parametrisation.Data, a / s * (a / s)),
                    (Parametrisation.Velocity, Math.Pow(a / ((a * a) + (s * s)), 2)),
                    (Parametrisation.Flow, Math.Pow(a / (a + s), 2)),
                ];
                return kinds.Select(kind =>
                {
                    Conversion table = context.Parts.FromNoise(kind.Kind, level);
                    return Measurement.Relative($"weighted loss of {kind.Kind}", loss, kind.Weight * Math.Pow(table.OnOther * (draw.Noise - draw.Guess), 2), 1e-12);
                });
            },
        },
        new Law<(LinearSchedule Schedule, double From, double Share)>
        {
            Name = "likelihood-weight",
            Statement = "−½ SNR' ‖x₀ − x̂₀‖² = ½ (g²/σ²) ‖ε − ε̂‖², so the likelihood weighs ε by g²/σ², β/σ² when preserving: ∫ g²/σ² dt = ln SNR's fall, in VP, sub-VP and VE.",
            Source = "Song et al. 2021b, thm. 1; Kingma et al. 2021, eq. (17)",
            Subject = Subject.Process,
            Needs = "needs a linear schedule",
            Cases = static context => CasesOf.Generated(
                context.LinearSchedules is { } linear ? Draw.Of(linear, Reals.Between(0.1, 1), Reals.Between(0.3, 0.9)) : null, cost: 2),
            Measure = static (context, draw) => new IDiffusionProcess[]
            {
                new VariancePreserving(draw.Schedule), new SubVariancePreserving(draw.Schedule), new VarianceExploding(draw.Schedule),
            }.Select(kind =>
            {
                IDiffusionProcess process = context.Under(kind);
                double to = draw.From * draw.Share;
                double weight = GaussLegendreRule.Integrate(
                    time => process.DiffusionSquared(time) / process.At(time).Variance, to, draw.From, 64);
                return Measurement.Relative($"∫ g²/σ², {process.Name}", 2 * (process.At(to).Lambda - process.At(draw.From).Lambda), weight, 1e-9);
            }),
        },
        new Law<(LinearSchedule Schedule, double Variance)>
        {
            Name = "diffusion-loss-limit",
            Statement = "On N(0, v) the loss Σ β²/(2β̃(1−β)(1−ᾱ)) E‖ε − ε̂‖² over t ≥ 0.1 falls to ½ ln((1 + v SNR_0.1)/(1 + v SNR_1)), and N times what is left "
                + "tends to ¼ ∫ ((β/σ²) α²v/(α²v + σ²))² dt.",
            Source = "Kingma et al. 2021, eq. (13) and app. F, for Gaussian data",
            Subject = Subject.Likelihood,
            Needs = "needs a linear schedule",
            Cases = static context => CasesOf.Generated(
                context.LinearSchedules is { } linear ? Draw.Of(linear, Reals.LogBetween(0.05, 4)) : null, cost: 10),
            Measure = static (context, draw) =>
            {
                var process = new VariancePreserving(draw.Schedule);
                double v = draw.Variance;
                double Signal(double t) => 1 / Math.Pow(process.At(t).Ratio, 2);
                double Rate(double t)
                {
                    double share = v * Signal(t) / (1 + (v * Signal(t)));
                    return Math.Pow(draw.Schedule.Beta(t) / process.At(t).Variance * share, 2) / 4;
                }

                double limit = 0.5 * Math.Log((1 + (v * Signal(0.1))) / (1 + (v * Signal(1))));
                double constant = GaussLegendreRule.Integrate(Rate, 0.1, 1, 128);
                return
                [
                    Measurement.Absolute("loss", limit, Extrapolation.Limit(n => Loss(context, draw.Schedule, n, v), 2000), 1e-6 * (1 + limit)),
                    Measurement.Absolute(
                        "N (loss − limit)", constant, Extrapolation.Limit(n => n * (Loss(context, draw.Schedule, n, v) - limit), 2000), 1e-3 * constant),
                    Measurement.AtLeast("loss of 100 steps less that of 200", 0, Loss(context, draw.Schedule, 100, v) - Loss(context, draw.Schedule, 200, v)),
                ];
            },
        },
        new Law<(IDiffusionProcess Process, double Mean, double Variance)>
        {
            Name = "prior-divergence",
            Statement = "KL(p_1 ‖ prior) of Gaussian data is ½ (v_1/ς² − 1 − ln(v_1/ς²) + α_1² m²/ς²), ς the prior's deviation; ½ α_1² m² ≈ 2.2e-5 m² by default.",
            Source = "divergence of Gaussians, against quadrature of the library's density",
            Subject = Subject.Likelihood,
            Cases = static context => CasesOf.Generated(Draw.Of(context.Processes, Reals.Between(-3, 3), Reals.LogBetween(0.05, 4))),
            Measure = static (context, draw) =>
            {
                IDiffusionProcess process = context.Under(draw.Process);
                NoiseLevel last = process.At(1);
                double prior = process.PriorDeviation;

                // α², σ² and ς² by the schedule alone.
                double noise = draw.Process.Schedule.Integral(1);
                double kept = Math.Exp(-noise);
                (double signal, double variance, double width) = draw.Process switch
                {
                    VariancePreserving => (kept, 1 - kept, 1.0),
                    SubVariancePreserving => (kept, (1 - kept) * (1 - kept), 1.0),
                    RectifiedFlow => (kept, (1 - Math.Sqrt(kept)) * (1 - Math.Sqrt(kept)), kept + ((1 - Math.Sqrt(kept)) * (1 - Math.Sqrt(kept)))),
                    _ => (1, noise, noise),
                };
                double ratio = ((signal * draw.Variance) + variance) / width;
                double expected = 0.5 * (ratio - 1 - Math.Log(ratio) + (signal * draw.Mean * draw.Mean / width));
                GaussianMixture data = GaussianMixture.Of(Gaussian.Isotropic([draw.Mean], draw.Variance));
                double reach = 12 * Math.Sqrt((last.MeanScale * last.MeanScale * draw.Variance) + last.Variance);
                double center = last.MeanScale * draw.Mean;
                double found = GaussLegendreRule.Integrate(Rate, center - reach, center, 128) + GaussLegendreRule.Integrate(Rate, center, center + reach, 128);
                return [Measurement.Absolute("nats", expected, found, 1e-12 * (1 + expected))];

                double Rate(double x)
                {
                    double log = data.LogDensity([x], last);
                    double other = -0.5 * ((x / prior * (x / prior)) + Math.Log(2 * Math.PI * prior * prior));
                    return Math.Exp(log) * (log - other);
                }
            },
        },
    ];

    // Terms i with i/N > 0.1; E‖ε − ε̂‖² = ᾱ v/(ᾱ v + 1 − ᾱ) for the exact ε̂.
    private static double Loss(PropertyContext context, LinearSchedule schedule, int n, double variance)
    {
        ChainFormulas chain = context.Parts.Chain(context.Parts.Discretisation(schedule, n));
        double sum = 0;
        for (int i = (n / 10) + 1; i <= n; i++)
        {
            double beta = chain.Beta(i);
            double noise = chain.NoiseVariance(i);
            double signal = chain.AlphaBar(i) * variance;
            sum += beta * beta / (2 * chain.PosteriorFromData(i).Variance * (1 - beta) * noise) * signal / (signal + noise);
        }

        return sum;
    }
}
