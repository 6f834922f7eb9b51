using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Generators;
using ScoreSde.Verification.Instruments;
using ScoreSde.Verification.Laws.Cases;

namespace ScoreSde.Verification.Laws.Solvers;

/// <summary>
/// How the stochastic first-order methods differ in one step, in powers of β_i: on a schedule of constant rate, where β_i is the only
/// small number, for generated rates and times.
/// </summary>
internal static class ExpansionLaws
{
    public static IReadOnlyList<IProperty> All { get; } =
    [
        Difference(
            "ancestral-less-euler-maruyama",
            "(DDPM ancestral step) − (Euler–Maruyama step of the reverse SDE) = (3/8) β² x + ½ β² s + O(β³).",
            new Ancestral(new ForwardVariance()),
            3.0 / 8,
            1.0 / 2,
            null),
        Difference(
            "reverse-diffusion-less-euler-maruyama",
            "(reverse diffusion step) − (Euler–Maruyama step of the reverse SDE) = (1/8) β² x + O(β³).",
            new ReverseDiffusion(),
            1.0 / 8,
            0,
            null),
        Difference(
            "reverse-diffusion-less-ancestral",
            "(reverse diffusion step) − (DDPM ancestral step) = −(1/4) β² x − ½ β² s + O(β³).",
            new ReverseDiffusion(),
            -1.0 / 4,
            -1.0 / 2,
            new Ancestral(new ForwardVariance())),
        new Law<(IDiffusionProcess Process, double From, double Share, double Rate)>
        {
            Name = "euler-maruyama-step",
            Statement = "Euler–Maruyama takes every rate at the step's start: x − δ [f x − ½(1+r) g² s] + √(r g² δ) z, δ the step's own length.",
            Source = "Kloeden and Platen 1992, §9.1; Song et al. 2021, eq. (6)",
            Subject = Subject.Solver,
            Solver = "em",
            Cases = static context => CasesOf.Generated(
                Draw.Of(context.Processes, Reals.Between(0.1, 1), Reals.Between(0.5, 0.95), Reals.Between(0, 2))),
            Measure = static (context, draw) =>
            {
                IDiffusionProcess process = context.Under(draw.Process);
                double s = draw.From;
                double delta = s - (s * draw.Share);
                StepCoefficients step = Step.Of(context, new EulerMaruyama(draw.Rate), process, s, s * draw.Share);
                double squared = draw.Process.DiffusionSquared(s) * delta;
                return
                [
                    Measurement.Relative("factor of x", 1 - (draw.Process.DriftRate(s) * delta), step.OnState, 1e-13),
                    Measurement.Relative("factor of s", 0.5 * (1 + draw.Rate) * squared, step.OnScore, 1e-12),
                    Measurement.Relative("variance of the noise", draw.Rate * squared, step.NoiseVariance, 1e-12),
                ];
            },
        },
        new Law<(IDiffusionProcess Process, double From, double Share)>
        {
            Name = "discrete-steps-as-printed",
            Statement = "Ancestral: (x + V s)/a, noise β̃ = V σ_to²/σ_from²; reverse diffusion: (2 − a) x + V s, noise V; a, V of the exact transition.",
            Source = "Ho et al. 2020, eq. (7) and (11); Song et al. 2021, eq. (46)",
            Subject = Subject.Solver,
            Cases = static context => CasesOf.Generated(Draw.Of(context.Processes, Reals.Between(0.1, 1), Reals.Between(0.2, 0.9))),
            Measure = static (context, draw) =>
            {
                IDiffusionProcess process = context.Under(draw.Process);
                NoiseLevel from = process.At(draw.From);
                NoiseLevel to = process.At(draw.From * draw.Share);
                double a = from.MeanScale / to.MeanScale;
                double v = from.Variance - (a * a * to.Variance);
                double roundings = 1e-14 * from.Variance * (1 + Math.Abs(to.Lambda)) / v;
                StepCoefficients ancestral = Step.Of(context, new Ancestral(new PosteriorVariance()), process, draw.From, draw.From * draw.Share);
                StepCoefficients diffusion = Step.Of(context, new ReverseDiffusion(), process, draw.From, draw.From * draw.Share);
                return
                [
                    Measurement.Relative("ancestral, factor of x", 1 / a, ancestral.OnState, 1e-13),
                    Measurement.Relative("ancestral, factor of s", v / a, ancestral.OnScore, roundings),
                    Measurement.Relative("ancestral, variance", v * to.Variance / from.Variance, ancestral.NoiseVariance, roundings),
                    Measurement.Relative("reverse diffusion, factor of x", 2 - a, diffusion.OnState, 1e-13),
                    Measurement.Relative("reverse diffusion, factor of s", v, diffusion.OnScore, roundings),
                    Measurement.Relative("reverse diffusion, variance", v, diffusion.NoiseVariance, roundings),
                ];
            },
        },
        new Law<(double Rate, double Rise, double Time)>
        {
            Name = "ddim-less-euler",
            Statement = "(DDIM step) − (Euler step of the flow in t) = δ² [(β²/8 − β′/4) x + ½ (σ″ − σ (β²/4 − β′/2)) ε] + O(δ³), "
                + "σ″ = β′α²/(2σ) − β²α²/(2σ) − β²α⁴/(4σ³).",
            Source = "Song, Meng and Ermon 2021, §4.3; Taylor",
            Subject = Subject.Solver,
            Solver = "ddim",
            Cases = static _ => CasesOf.Generated(Draw.Of(Reals.Between(1, 20), Reals.Between(0, 20), Reals.Between(0.3, 0.9))),
            Measure = static (context, draw) =>
            {
                var linear = new LinearSchedule(draw.Rate, draw.Rate + draw.Rise);
                IDiffusionProcess process = context.Under(new VariancePreserving(linear));
                NoiseLevel level = new VariancePreserving(linear).At(draw.Time);
                double beta = linear.Beta(draw.Time);
                double kept = level.MeanScale * level.MeanScale / level.Variance;
                double bend = level.Deviation * ((draw.Rise * kept / 2) - (beta * beta * kept / 2) - (beta * beta * kept * kept / 4));
                double ratioBend = (beta * beta / 4) - (draw.Rise / 2);

                // The coefficient of ε is −1/σ times that of the score.
                double onScore = -level.Deviation * (bend - (level.Deviation * ratioBend)) / 2;
                double scale = beta * beta * (1 + kept) * (1 + kept);
                return
                [
                    Measurement.Absolute("coefficient of x", ratioBend / 2, Coefficient(static step => step.OnState), 1e-6 * scale),
                    Measurement.Absolute("coefficient of s", onScore, Coefficient(static step => step.OnScore), 1e-6 * scale),
                ];

                double Coefficient(Func<StepCoefficients, double> part) => Extrapolation.Limit(n => n * (double)n * Difference(part, 1.0 / n), 1000);
                double Difference(Func<StepCoefficients, double> part, double length) =>
                    part(Step.Of(context, new Ddim(), process, draw.Time, draw.Time - length))
                    - part(Step.Of(context, new EulerMaruyama(NoiseRate: 0), process, draw.Time, draw.Time - length));
            },
        },
        new Law<double>
        {
            Name = "euler-maruyama-fixed-point",
            Statement = "On N(0, 1) with constant β an Euler–Maruyama step has the fixed point 1/(1 − β/4), 1.00503 at β = 0.02; a DDPM step with variance β keeps 1.",
            Source = "v = (1 − β/2)² v + β against v = (1 − β) v + β",
            Subject = Subject.Solver,
            Solver = "em",
            Cases = static _ => CasesOf.Generated(Reals.LogBetween(1e-4, 0.5)),
            Measure = static (context, beta) =>
            {
                // The step's length is 0.1, so that its β is a tenth of the rate.
                IDiffusionProcess process = context.Under(new VariancePreserving(new LinearSchedule(10 * beta, 10 * beta)));
                var grid = new TimeGrid("one step", 0.5, 0.4);
                double FixedPoint(ISolver solver)
                {
                    AffineMap map = Step.Map(context, solver, process, new NormalLaw(0, 1), grid);
                    return map.NoiseVariance / (1 - (map.Slope * map.Slope));
                }

                return
                [
                    Measurement.Relative("variance with em", 1 / (1 - (beta / 4)), FixedPoint(new EulerMaruyama()), 1e-10),
                    Measurement.Relative("variance with ddpm-beta", 1, FixedPoint(new Ancestral(new ForwardVariance())), 1e-10),
                ];
            },
        },
        new Law<(IDiffusionProcess Process, double From, double Share, double R)>
        {
            Name = "annealed-langevin-step",
            Statement = "The annealed Langevin corrector is x + η s + √(2η) z with η = 2 a (r σ)², a = (α_from/α_to)².",
            Source = "Song and Ermon 2019, alg. 1; Song et al. 2021, app. G",
            Subject = Subject.Solver,
            Solver = "pc",
            Cases = static context => CasesOf.Generated(
                Draw.Of(context.Processes, Reals.Between(0.1, 1), Reals.Between(0.2, 0.9), Reals.LogBetween(0.01, 0.5))),
            Measure = static (context, draw) =>
            {
                IDiffusionProcess process = context.Under(draw.Process);
                NoiseLevel from = process.At(draw.From);
                double a = Math.Exp(2 * (from.LogMeanScale - process.At(draw.From * draw.Share).LogMeanScale));
                double eta = 2 * a * draw.R * draw.R * from.Variance;
                var solver = new PredictorCorrector(new References.IdlePredictor(), new AnnealedLangevin(draw.R));
                StepCoefficients step = Step.Of(context, solver, process, draw.From, draw.From * draw.Share);
                return
                [
                    Measurement.Relative("factor of x", 1, step.OnState, 1e-14),
                    Measurement.Relative("factor of s", eta, step.OnScore, 1e-12),
                    Measurement.Relative("variance of the noise", 2 * eta, step.NoiseVariance, 1e-12),
                ];
            },
        },
        new Law<(IDiffusionProcess Process, double Time, double Variance)>
        {
            Name = "annealed-langevin-bias",
            Statement = "Repeated at one level, the annealed Langevin corrector has the stationary variance v/(1 − η/2v), η = 2 (r σ)²: it keeps the mean and is too wide.",
            Source = "stationary law of x ← (1 − η/v) x + √(2η) z",
            Subject = Subject.Solver,
            Solver = "pc",
            Cases = static context => CasesOf.Generated(
                Draw.Of(context.Processes, Reals.Between(0.3, 0.9), Reals.LogBetween(0.02, 0.5)), cost: 20),
            Measure = static (context, draw) =>
            {
                const double R = 0.16;
                IDiffusionProcess process = context.Under(draw.Process);
                var data = new NormalLaw(0.5, draw.Variance);
                NoiseLevel level = process.At(draw.Time);
                double v = data.At(level).Variance;
                double eta = 2 * R * R * level.Variance;

                // Steps until (1 − η/v)^n is gone; a longer wait is no better test.
                double needed = 20 * v / eta;
                if (needed > 20_000)
                {
                    return [Measurement.AtMost("steps that it would take, too many to wait for", double.MaxValue, needed)];
                }

                var solver = new PredictorCorrector(new References.IdlePredictor(), new AnnealedLangevin(R), (int)needed + 1);
                var instant = new ScoreSde.TimeGrids.TimeGrid("one short step", draw.Time, draw.Time * (1 - 1e-13));
                NormalLaw end = Step.Map(context, solver, process, data, instant).Push(new NormalLaw(3, 7));
                return
                [
                    Measurement.Relative("stationary variance", v / (1 - (eta / (2 * v))), end.Variance, 1e-7),
                    Measurement.Absolute("mean", data.At(level).Mean, end.Mean, 1e-7),
                ];
            },
        },
    ];

    private static Law<(double Rate, double Time)> Difference(
        string name, string statement, ISolver solver, double onState, double onScore, ISolver? other) => new()
        {
            Name = name,
            Statement = statement,
            Source = "expansion of √(1−β) and its inverse; Song et al. 2021, app. E",
            Subject = Subject.Solver,
            Solver = solver.Facts.Name,
            Cases = static _ => CasesOf.Generated(Draw.Of(Reals.Between(0.5, 30), Reals.Between(0.3, 1))),
            Measure = (context, draw) =>
            {
                IDiffusionProcess process = context.Under(new VariancePreserving(new LinearSchedule(draw.Rate, draw.Rate)));
                (double X, double Score) Scaled(int parts)
                {
                    double length = 0.016 / draw.Rate / parts;
                    StepCoefficients step = Step.Of(context, solver, process, draw.Time, draw.Time - length);
                    double beta = new GridStep(0, 1, process.At(draw.Time), process.At(draw.Time - length), 0).TransitionVariance;
                    StepCoefficients less = other is null
                        ? new(1 + (beta / 2), beta, beta)
                        : Step.Of(context, other, process, draw.Time, draw.Time - length);
                    return ((step.OnState - less.OnState) / (beta * beta), (step.OnScore - less.OnScore) / (beta * beta));
                }

                return
                [
                    Measurement.Absolute("β² x", onState, Extrapolation.Limit(n => Scaled(n).X, 1), 2e-5),
                Measurement.Absolute("β² s", onScore, Extrapolation.Limit(n => Scaled(n).Score, 1), 2e-5),
                ];
            },
        };
}
