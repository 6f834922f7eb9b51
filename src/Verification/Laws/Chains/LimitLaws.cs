using ScoreSde.Discrete;
using ScoreSde.Schedules;
using ScoreSde.Verification.Generators;
using ScoreSde.Verification.Laws.Cases;

namespace ScoreSde.Verification.Laws.Chains;

/// <summary>How the discrete chain reaches the continuous process as N grows, with the constants of theory for any linear schedule.</summary>
internal static class LimitLaws
{
    private const string NeedsLinear = "needs a linear schedule";

    public static IReadOnlyList<IProperty> All { get; } =
    [
        new Law<(INoiseSchedule Schedule, double Steps)>
        {
            Name = "exact-discretisation",
            Statement = "With β_i = 1 − e^(−∫β over step i) the chain is the process: ᾱ_i = e^(−B(i/N)) for every N and i.",
            Source = "telescoping of the exact transitions",
            Subject = Subject.Chain,
            Needs = "needs a schedule for a variance-preserving process",
            Cases = static context => CasesOf.Generated(Draw.Of(
                context.PreservingSchedules, Reals.Between(3, 200))),
            Measure = static (context, draw) =>
            {
                int n = (int)draw.Steps;
                if (draw.Schedule.Integral(1 - (1.0 / n), 1) > 30)
                {
                    throw new NotApplicableException("β_N rounds to 1 for this schedule");
                }

                ChainFormulas chain = context.Parts.Chain(context.Parts.Discretisation(context.Parts.Schedule(draw.Schedule), n));
                return new[] { 1, n / 2, n }.SelectMany(i =>
                {
                    double integral = draw.Schedule.Integral((double)i / n);

                    // Near 1, β_i carries a rounding that ln(1 − β_i) enlarges.
                    double own = 4e-16 * n * Math.Exp(draw.Schedule.Integral(1 - (1.0 / n), 1));
                    return new[]
                    {
                        Measurement.Absolute($"−ln ᾱ at {i} of {n}", integral, -Math.Log(chain.AlphaBar(i)), (1e-12 * (1 + integral)) + own),
                        Measurement.Relative($"1 − ᾱ at {i} of {n}", -Math.Exp(-integral) * (1 - Math.Exp(integral)), chain.NoiseVariance(i), 1e-9 + own),
                    };
                });
            },
        },
        Constant(
            "linspace-limit",
            "DDPM's β_i = (β₀ + (i−1)/(N−1) (β₁−β₀))/N: N (ln ᾱ_N + ∫β) → −½∫β² = −(β₀² + β₀β₁ + β₁²)/6, −67.0017 by default.",
            "expansion of Σ ln(1 − β_i)",
            static (parts, schedule) => (
                n => Defect(parts, schedule, parts.LinearChain(n, schedule.BetaAtZero / n, schedule.BetaAtOne / n), n),
                -SquareIntegral(schedule, 1) / 2)),
        Constant(
            "right-point-limit",
            "β_i = β(i/N)/N: N (ln ᾱ_N + ∫β) → −½∫β² − ½(β₁ − β₀), −76.95 by default.",
            "Euler–Maclaurin",
            static (parts, schedule) => (
                n => Defect(parts, schedule, Sampled(schedule, n, 1), n),
                (-SquareIntegral(schedule, 1) / 2) - ((schedule.BetaAtOne - schedule.BetaAtZero) / 2))),
        Constant(
            "midpoint-limit",
            "β_i = β((i−½)/N)/N: N (ln ᾱ_N + ∫β) → −½∫β², the rule that is right to second order in B.",
            "Euler–Maclaurin",
            static (parts, schedule) => (
                n => Defect(parts, schedule, Sampled(schedule, n, 0.5), n),
                -SquareIntegral(schedule, 1) / 2)),
        new Law<(LinearSchedule Schedule, double Quarter)>
        {
            Name = "interior-limit",
            Statement = "Inside the chain N (ln ᾱ_i + B(t)) → −½∫₀ᵗβ² + ½(β₁−β₀) t(1−t) with the label t = i/N of index i; with (i−1)/(N−1) it is less by β(t) (1−t).",
            Source = "Euler–Maclaurin",
            Subject = Subject.Chain,
            Needs = NeedsLinear,
            Cases = static context => CasesOf.Generated(
                context.LinearSchedules is { } linear ? Draw.Of(linear, Reals.Between(1, 3.99)) : null, cost: 10),
            Measure = static (context, draw) =>
            {
                double t = (int)draw.Quarter / 4.0;
                LinearSchedule schedule = draw.Schedule;
                double rise = schedule.BetaAtOne - schedule.BetaAtZero;
                double expected = (-SquareIntegral(schedule, t) / 2) + (0.5 * rise * t * (1 - t));
                double tolerance = 1e-4 * (1 + SquareIntegral(schedule, t));
                return
                [
                    Measurement.Absolute($"N (ln ᾱ + B) at t = {t}", expected, Limit(static (n, i) => (double)i / n), tolerance),
                    Measurement.Absolute(
                        $"the same, label (i−1)/(N−1), at t = {t}",
                        expected - (schedule.Beta(t) * (1 - t)),
                        Limit(static (n, i) => (i - 1.0) / (n - 1)),
                        tolerance),
                ];

                double Limit(Func<int, int, double> label) => Extrapolation.Limit(
                    n =>
                    {
                        int i = (int)(t * n);
                        ChainFormulas chain = context.Parts.Chain(context.Parts.LinearChain(n, schedule.BetaAtZero / n, schedule.BetaAtOne / n));
                        return n * (Math.Log(chain.AlphaBar(i)) + context.Parts.Schedule(schedule).Integral(label(n, i)));
                    },
                    2000);
            },
        },
        new Law<(LinearSchedule Schedule, double Quarter)>
        {
            Name = "posterior-variance-limit",
            Statement = "At a fixed time N (1 − β̃/β) → β(t) ᾱ/(1−ᾱ); at a fixed index β̃_i/β_i → (i−1)/i: never uniform near the data.",
            Source = "Ho et al. 2020, eq. (7), expanded",
            Subject = Subject.Chain,
            Needs = NeedsLinear,
            Cases = static context => CasesOf.Generated(
                context.LinearSchedules is { } linear ? Draw.Of(linear, Reals.Between(1, 3.99)) : null, cost: 10),
            Measure = static (context, draw) =>
            {
                double t = (int)draw.Quarter / 4.0;
                double kept = Math.Exp(-draw.Schedule.Integral(t));
                double expected = draw.Schedule.Beta(t) * kept / (1 - kept);
                double limit = Extrapolation.Limit(
                    n =>
                    {
                        ChainFormulas chain = context.Parts.Chain(context.Parts.Discretisation(draw.Schedule, n));
                        int i = (int)(t * n);
                        return n * (1 - (chain.PosteriorFromData(i).Variance / chain.Beta(i)));
                    },
                    2000);
                ChainFormulas fine = context.Parts.Chain(context.Parts.Discretisation(draw.Schedule, 40_000));
                double tilt = draw.Schedule.Beta(1) / draw.Schedule.Beta(0) / 10_000;
                return
                [
                    Measurement.Absolute($"N (1 − β̃/β) at t = {t}", expected, limit, (1e-3 * expected) + 1e-6),
                    Measurement.Absolute("β̃_3/β_3", 2.0 / 3, fine.PosteriorFromData(3).Variance / fine.Beta(3), 1e-4 + tilt),
                ];
            },
        },
        new Law<(LinearSchedule Schedule, double Time)>
        {
            Name = "forward-step-expansion",
            Statement = "A DDPM step scales by √(1−β) = 1 − β/2 − β²/8 + O(β³), an Euler–Maruyama step by 1 − β/2: they differ by −β²/8.",
            Source = "Song et al. 2021, app. B",
            Subject = Subject.Chain,
            Needs = NeedsLinear,
            Cases = static context => CasesOf.Generated(
                context.LinearSchedules is { } linear ? Draw.Of(linear, Reals.Between(0.1, 1)) : null, cost: 4),
            Measure = static (context, draw) =>
            {
                double Scaled(double beta)
                {
                    ChainFormulas chain = context.Parts.Chain(DdpmChain.FromBetas([beta, beta]));
                    return (chain.Forward(1).OnState - (1 - (beta / 2))) / (beta * beta);
                }

                // The next term is −β³/16.
                double step = 1e-3 * draw.Time;
                return [Measurement.Absolute("coefficient of β²", -1.0 / 8, (2 * Scaled(step)) - Scaled(2 * step), 1e-5)];
            },
        },
    ];

    private static Law<LinearSchedule> Constant(
        string name,
        string statement,
        string source,
        Func<Parts, LinearSchedule, (Func<int, double> Sequence, double Limit)> theory) => new()
        {
            Name = name,
            Statement = statement,
            Source = source,
            Subject = Subject.Chain,
            Needs = NeedsLinear,
            Cases = static context => CasesOf.Generated(context.LinearSchedules, cost: 10),
            Measure = (context, schedule) =>
            {
                (Func<int, double> sequence, double limit) = theory(context.Parts, schedule);
                return [Measurement.Relative("N (ln ᾱ_N + ∫β)", limit, Extrapolation.Limit(sequence, 2000), 2e-5)];
            },
        };

    private static double Defect(Parts parts, LinearSchedule schedule, DdpmChain chain, int n) =>
        n * (Math.Log(parts.Chain(chain).AlphaBar(n)) + parts.Schedule(schedule).Integral(1));

    private static DdpmChain Sampled(LinearSchedule schedule, int n, double shift) =>
        DdpmChain.FromBetas([.. Enumerable.Range(1, n).Select(i => schedule.Beta((i - 1 + shift) / n) / n)]);

    // ∫₀ᵗ β² = ((β(t))³ − β₀³)/(3 Δ), written without the division.
    private static double SquareIntegral(LinearSchedule schedule, double t)
    {
        double a = schedule.BetaAtZero;
        double b = schedule.Beta(t);
        return t * ((a * a) + (a * b) + (b * b)) / 3;
    }
}
