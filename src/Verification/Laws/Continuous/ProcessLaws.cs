using ScoreSde.Processes;
using ScoreSde.Solvers;
using ScoreSde.Verification.Generators;
using ScoreSde.Verification.Instruments;
using ScoreSde.Verification.Laws.Cases;

namespace ScoreSde.Verification.Laws.Continuous;

/// <summary>Laws of a forward process: its moments solve its SDE, and every name of a noise level agrees with the others.</summary>
internal static class ProcessLaws
{
    public static IReadOnlyList<IProperty> All { get; } =
    [
        new Law<(IDiffusionProcess Process, double Time)>
        {
            Name = "moment-equations",
            Statement = "α and σ² solve the moment equations of dx = f x dt + g dW: d ln α/dt = f and dσ²/dt = 2 f σ² + g².",
            Source = "Särkkä and Solin 2019, §5.5",
            Subject = Subject.Process,
            Cases = static context => CasesOf.Generated(Draw.Of(context.Processes, Reals.Between(0.05, 0.87))),
            Measure = static (context, draw) =>
            {
                IDiffusionProcess process = context.Under(draw.Process);
                (double t, double h) = SmoothStretch.Around(draw.Process.Schedule, draw.Time, 1e-3);
                NoiseLevel level = process.At(t);
                double f = process.DriftRate(t);
                double g2 = process.DiffusionSquared(t);
                double size = (2 * Math.Abs(f) * level.Variance) + g2;
                return
                [
                    Measurement.Absolute("d ln α/dt", f, SmoothStretch.Slope(u => process.At(u).LogMeanScale, t, h), 1e-7 * (1 + Math.Abs(f))),
                    Measurement.Absolute("dσ²/dt", (2 * f * level.Variance) + g2, SmoothStretch.Slope(u => process.At(u).Variance, t, h), 1e-7 * size),
                ];
            },
        },
        new Law<(IDiffusionProcess Process, double Time)>
        {
            Name = "noise-level-names",
            Statement = "Every name of a noise level is the same level: λ = ln(α/σ), σ̃ = σ/α = e^(−λ).",
            Source = "Kingma et al. 2021, §3; Karras et al. 2022, §2",
            Subject = Subject.Process,
            Cases = static context => CasesOf.Generated(Draw.Of(context.Processes, Reals.LogBetween(1e-9, 1))),
            Measure = static (context, draw) =>
            {
                NoiseLevel level = context.Under(draw.Process).At(draw.Time);
                return
                [
                    Measurement.Absolute("λ", Math.Log(level.MeanScale / level.Deviation), level.Lambda, 1e-14 * (1 + Math.Abs(level.Lambda))),
                    Measurement.Relative("σ̃", Math.Exp(-level.Lambda), level.Ratio, 1e-13),
                    Measurement.Exactly("t", draw.Time, level.Time),
                ];
            },
        },
        new Law<(IDiffusionProcess Process, double Time)>
        {
            Name = "lambda-round-trip",
            Statement = "The level of λ(t) is the level of t, for t from 10⁻⁶ to 1.",
            Source = "Lu et al. 2022, app. D",
            Subject = Subject.Process,
            Cases = static context => CasesOf.Generated(Draw.Of(context.Processes, Reals.LogBetween(1e-6, 1))),
            Measure = static (context, draw) =>
            {
                IDiffusionProcess process = context.Under(draw.Process);
                NoiseLevel level = process.At(draw.Time);
                NoiseLevel back = process.AtLambda(level.Lambda);

                // λ carries a rounding of its own size; dt/dλ turns it into a time: dλ/dt = −½ g²/σ².
                double own = 4e-16 * (1 + Math.Abs(level.Lambda)) / (0.5 * process.DiffusionSquared(draw.Time) / level.Variance);
                return
                [
                    Measurement.Absolute("t", draw.Time, back.Time, (8e-15 * draw.Time) + own),
                    Measurement.Relative("σ", level.Deviation, back.Deviation, 1e-12),
                ];
            },
        },
        new Law<(IDiffusionProcess Process, double Time)>
        {
            Name = "kinds-of-process",
            Statement = "Variance preserving: α² + σ² = 1. Sub-VP: σ = 1 − α². Straight path: σ = 1 − α. Variance exploding: α = 1, σ² = ∫β.",
            Source = "Song et al. 2021, eq. (9), (11), (13); Liu et al. 2023, eq. (1)",
            Subject = Subject.Process,
            Cases = static context => CasesOf.Generated(Draw.Of(context.Processes, Reals.LogBetween(1e-9, 1))),
            Measure = static (context, draw) =>
            {
                NoiseLevel level = context.Under(draw.Process).At(draw.Time);
                double integral = draw.Process.Schedule.Integral(draw.Time);
                double alpha = level.MeanScale;
                return draw.Process switch
                {
                    VariancePreserving => [Measurement.Absolute("α² + σ²", 1, (alpha * alpha) + level.Variance, 1e-14), Decay()],
                    RectifiedFlow => [Measurement.Absolute("σ + α", 1, level.Deviation + alpha, 1e-14), Decay()],
                    SubVariancePreserving => [Measurement.Absolute("σ + α²", 1, level.Deviation + (alpha * alpha), 1e-14), Decay()],
                    _ => [Measurement.Exactly("α", 1, alpha), Measurement.Relative("σ²", integral, level.Variance, 1e-14)],
                };

                Measurement Decay() => Measurement.Relative("α", Math.Exp(-integral / 2), alpha, 1e-13);
            },
        },
        new Law<(IDiffusionProcess Process, double Time)>
        {
            Name = "small-noise-digits",
            Statement = "Near the data σ keeps its digits: at t ≤ 10⁻⁹, σ² = ∫β to first order (σ = ∫β for sub-VP, σ = ½ ∫β on the straight path), which 1 − e^(−∫β) loses.",
            Source = "expansion of the moments in ∫β",
            Subject = Subject.Process,
            Cases = static context => CasesOf.Generated(Draw.Of(context.Processes, Reals.LogBetween(1e-14, 1e-9))),
            Measure = static (context, draw) =>
            {
                NoiseLevel level = context.Under(draw.Process).At(draw.Time);
                double integral = draw.Process.Schedule.Integral(draw.Time);
                double size = draw.Process switch
                {
                    SubVariancePreserving => level.Deviation,
                    RectifiedFlow => 2 * level.Deviation,
                    _ => level.Variance,
                };
                return [Measurement.Relative("σ² or σ", integral, size, integral + 1e-13)];
            },
        },
        new Law<(IDiffusionProcess Process, double A, double B, double C)>
        {
            Name = "chapman-kolmogorov",
            Statement = "Transitions compose: a_ru = a_rs a_su and V_ru = a_rs² V_su + V_rs, so β_ru = 1 − (1 − β_rs)(1 − β_su).",
            Source = "Chapman–Kolmogorov equation of the forward process",
            Subject = Subject.Process,
            Cases = static context => CasesOf.Generated(
                Draw.Of(context.Processes, Reals.Between(0.01, 1), Reals.Between(0.01, 1), Reals.Between(0.01, 1))),
            Measure = static (context, draw) =>
            {
                IDiffusionProcess process = context.Under(draw.Process);
                double[] times = [draw.A, draw.B, draw.C];
                Array.Sort(times);
                NoiseLevel clean = process.At(times[0]);
                NoiseLevel middle = process.At(times[1]);
                NoiseLevel noisy = process.At(times[2]);
                var late = new GridStep(0, 1, noisy, middle, 0);
                var early = new GridStep(0, 1, middle, clean, 0);
                var whole = new GridStep(0, 1, noisy, clean, 0);
                double composed = (late.TransitionScale * late.TransitionScale * early.TransitionVariance) + late.TransitionVariance;
                return
                [
                    Measurement.Relative("a", late.TransitionScale * early.TransitionScale, whole.TransitionScale, 1e-13),

                    // λ carries a rounding of its own size, and a short step is a difference of two.
                    Measurement.Absolute("V", composed, whole.TransitionVariance, (1e-12 * composed) + (1e-15 * noisy.Variance * (1 + Math.Abs(clean.Lambda)))),
                ];
            },
        },
    ];
}
