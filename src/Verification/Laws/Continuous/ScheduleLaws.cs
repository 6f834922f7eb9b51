using MathNet.Numerics.Integration;
using ScoreSde.Discrete;
using ScoreSde.Schedules;
using ScoreSde.Verification.Generators;
using ScoreSde.Verification.Instruments;
using ScoreSde.Verification.Laws.Cases;

namespace ScoreSde.Verification.Laws.Continuous;

/// <summary>Laws of a schedule: β, its integral and the inverse are of one piece.</summary>
internal static class ScheduleLaws
{
    // Beyond it a cosine rate may meet its cap, where no quadrature is exact.
    private const double LastSmoothTime = 0.88;

    public static IReadOnlyList<IProperty> All { get; } =
    [
        new Law<(INoiseSchedule Schedule, double A, double B)>
        {
            Name = "schedule-integral",
            Statement = "∫ₐᵇ β, asked for at once, is the quadrature of β(t) and the difference B(b) − B(a).",
            Source = "definition of B",
            Subject = Subject.Schedule,
            Cases = static context => CasesOf.Generated(
                Draw.Of(context.Schedules, Reals.Between(0, LastSmoothTime), Reals.Between(0, LastSmoothTime))),
            Measure = static (context, draw) =>
            {
                INoiseSchedule schedule = context.Parts.Schedule(draw.Schedule);
                double low = Math.Min(draw.A, draw.B);
                double high = Math.Max(draw.A, draw.B);
                double[] ends = SmoothStretch.Ends(draw.Schedule, low, high);
                double quadrature = low == high ? 0 : Enumerable.Range(1, ends.Length - 1)
                    .Sum(i => GaussLegendreRule.Integrate(schedule.Beta, ends[i - 1], ends[i], ends.Length == 2 ? 64 : 4));
                double roundings = 1e-15 * schedule.Integral(high);
                return
                [
                    Measurement.Absolute("∫ₐᵇ β", quadrature, schedule.Integral(low, high), (1e-9 * quadrature) + roundings),
                    Measurement.Absolute("B(b) − B(a)", quadrature, schedule.Integral(high) - schedule.Integral(low), (1e-9 * quadrature) + (4 * roundings)),
                ];
            },
        },
        new Law<(INoiseSchedule Schedule, double A, double B)>
        {
            Name = "schedule-rises",
            Statement = "B(0) = 0, β(t) ≥ 0 and B strictly increases: time is never lost and never runs back.",
            Source = "definition of B",
            Subject = Subject.Schedule,
            Cases = static context => CasesOf.Generated(Draw.Of(context.Schedules, Reals.Between(0, 1), Reals.Between(0, 1))),
            Measure = static (context, draw) =>
            {
                INoiseSchedule schedule = context.Parts.Schedule(draw.Schedule);
                double low = Math.Min(draw.A, draw.B);
                double high = Math.Max(draw.A, draw.B);
                return
                [
                    Measurement.Exactly("B(0)", 0, schedule.Integral(0)),
                    Measurement.AtLeast("β(t)", 0, schedule.Beta(low)),
                    Measurement.AtLeast("B(b) − B(a)", high - low > 1e-6 ? double.Epsilon : 0, schedule.Integral(high) - schedule.Integral(low)),
                ];
            },
        },
        new Law<(INoiseSchedule Schedule, double Time)>
        {
            Name = "schedule-inverse",
            Statement = "The inverse of B gives the time back: B⁻¹(B(t)) = t, near t = 0 as well as at the end.",
            Source = "definition of B",
            Subject = Subject.Schedule,
            Cases = static context => CasesOf.Generated(Draw.Of(context.Schedules, Reals.LogBetween(1e-9, 1))),
            Measure = static (context, draw) =>
            {
                INoiseSchedule schedule = context.Parts.Schedule(draw.Schedule);
                double integral = schedule.Integral(draw.Time);

                // B carries a rounding of its own size; 1/β turns it into a time.
                double own = 4e-15 * integral / schedule.Beta(draw.Time);
                return [Measurement.Absolute("B⁻¹(B(t))", draw.Time, schedule.TimeOfIntegral(integral), (1e-13 * draw.Time) + own)];
            },
        },
        new Law<DdpmChain>
        {
            Name = "table-schedule",
            Statement = "The schedule of a table β_1 … β_N has B(i/N) = −ln ᾱ_i = −Σ ln(1 − β) at every index.",
            Source = "ᾱ = e^(−B) for a variance-preserving process",
            Subject = Subject.Schedule,
            Cases = static _ => CasesOf.Generated(RandomChains.Any),
            Measure = static (context, chain) =>
            {
                double[] betas = [.. Enumerable.Range(1, chain.Steps).Select(chain.Beta)];
                INoiseSchedule table = context.Parts.Schedule(context.Parts.Table(betas));
                var sums = new double[betas.Length];
                var integrals = new double[betas.Length];
                double sum = 0;
                for (int i = 0; i < betas.Length; i++)
                {
                    sum -= Math.Log(1 - betas[i]);
                    (sums[i], integrals[i]) = (sum, table.Integral((double)(i + 1) / betas.Length));
                }

                return [Measurement.Alike("B(i/N)", sums, integrals, 1e-12)];
            },
        },
    ];
}
