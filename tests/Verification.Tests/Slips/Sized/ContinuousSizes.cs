using ScoreSde.Discrete;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.Schedules;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.Verification.Laws;
using static ScoreSde.Tests.Slips.Sized.Doors;

namespace ScoreSde.Tests.Slips.Sized;

/// <summary>Schedules, processes, grids, scores and noises, off by as much as their laws just see.</summary>
internal static class ContinuousSizes
{
    public static IReadOnlyList<SizedSlip> All { get; } =
    [
        new("schedule-integral", 1.5e-9, Schedule(static (s, share) => new(s) { Part = (a, b) => s.Integral(a, b) * (1 + share) })) { Figure = "∫ₐᵇ β" },
        new("schedule-integral", 1.5e-9, Schedule(static (s, share) => new(s) { Whole = t => s.Integral(t) * (1 + share) })) { Figure = "B(b) − B(a)" },
        new("schedule-rises", double.Epsilon, Schedule(static (s, more) => new(s) { Whole = t => s.Integral(t) + more })) { IsExact = true },
        new("schedule-inverse", 1.6e-13, Schedule(static (s, share) => new(s) { Inverse = b => s.TimeOfIntegral(b) * (1 + share) })),
        new("table-schedule", 1.1e-12, share => Parts.Shipped with { Table = betas => TableSchedule.FromBetas([.. betas.Select(b => b * (1 + share))]) }),
        new("moment-equations", 2.6e-7, Process(static (p, share) => new(p) { Drift = t => p.DriftRate(t) * (1 + share) })) { Figure = "d ln α/dt" },
        new("moment-equations", 1.6e-7, Diffusion()) { Figure = "dσ²/dt" },
        new("noise-level-names", 8.3e-14, Process(static (p, more) => new(p) { Level = level => level with { Lambda = level.Lambda + more } })) { Case = 5, Figure = "λ" },
        new("noise-level-names", 1.5e-13, Deviation()) { Figure = "σ̃" },
        new("noise-level-names", 1e-16, Process(static (p, share) => new(p) { Level = level => level with { Time = share > 0 ? double.BitIncrement(level.Time) : level.Time } })) { Figure = "t", IsExact = true },
        new("lambda-round-trip", 2.2e-14, Process(static (p, share) => new(p) { Back = level => level with { Time = level.Time * (1 + share) } })) { Figure = "t" },
        new("lambda-round-trip", 1.5e-12, Process(static (p, share) => new(p) { Back = level => level with { Deviation = level.Deviation * (1 + share) } })) { Figure = "σ" },
        new("kinds-of-process", 6.1e-11, Deviation()) { Case = 9, Figure = "α² + σ²" },
        new("kinds-of-process", 1.7e-7, Deviation()) { Case = 8, Figure = "σ + α²" },
        new("kinds-of-process", 7.5e-15, Deviation()) { Case = 3, Figure = "σ²" },
        new("kinds-of-process", 1.5e-13, Process(static (p, more) => new(p) { Level = level => level with { LogMeanScale = level.LogMeanScale + more } })) { Figure = "α" },
        new("small-noise-digits", 1.5e-13, Deviation()),
        new("chapman-kolmogorov", 2.9e-10, Process(static (p, slope) => new(p) { Level = level => level with { Lambda = level.Lambda + (slope * level.Time) } })) { Figure = "V" },
        new("uniform-grid", 1.5e-14, SecondTime()) { Figure = "δ" },
        new("karras-grid", 1.5e-9, SecondTime()) { Figure = "clock" },
        new("lambda-grid", 3e-9, SecondTime()) { Figure = "clock" },
        new("index-grids", 2e-16, SecondTime()) { IsExact = true },
        new("score-is-the-gradient", 3.5e-7, Epsilon()),
        new("score-against-quantile-law", 1.6e-9, Epsilon()),
        new("fokker-planck", 5.6e-5, Diffusion()),
        new("noise-moment", 1.5e-10, share => Parts.Shipped with { Moment = data => new ScaledMoment(new GaussianNoiseMoment(data), 1 + share) }),
        new("noise-moment", 1.5e-10, share => Parts.Shipped with { Moment = data => new OffResidual(new GaussianNoiseMoment(data), share) }) { Figure = "m(t) + s²(t)" },
        new("residual-variance-is-best", 1.5e-10, share => Parts.Shipped with { Residual = moment => new WiderVariance(new ResidualVariance(moment), 1 + share) }),
        new("denoising-is-score-matching", 6.7e-9, Epsilon()),
        new("learned-variance-is-tweedie", 3.3e-10, share => Parts.Shipped with { Score = data => new SlippedJacobian(data.Score<double>(), _ => 1 + share) }),
        new("conversions", 1.6e-13, share => Parts.Shipped with { FromNoise = (kind, level) => Off(Conversion.FromNoise(kind, level), share) }) { Figure = "Score from" },
        new("conversions", 2.6e-13, share => Parts.Shipped with { ToNoise = (kind, level) => Off(Conversion.ToNoise(kind, level), share) }) { Figure = "ε from" },
        new("losses-are-one-loss", 7.5e-13, share => Parts.Shipped with { FromNoise = (kind, level) => Off(Conversion.FromNoise(kind, level), share) }),
        new("likelihood-weight", 1.5e-9, Diffusion()),
        new("prior-divergence", 2.5e-11, Deviation()) { Case = 5 },
        new("noise-is-standard-normal", 0.077, Space(static (s, share) => new SlippedSpace<Tile<double>>(s) { Scale = scale => scale * (1 + share) })) { Figure = "variance" },
        new("noise-is-standard-normal", 0.41, Space(static (s, share) => new SlippedSpace<Tile<double>>(s) { Scale = scale => scale * (1 + share) })) { Figure = "√n D" },
        new("added-noise-is-filled-noise", 1e-15, Space(static (s, share) => new SlippedSpace<Tile<double>>(s) { Scale = scale => scale * (1 + share), After = x => { foreach (ref double v in x.Values) { v /= 1 + (2 * share); } } })) { IsExact = true },
        new("noise-names-are-apart", 0.4, Space(static (s, share) => new NamedWith(s, share))),
        new("noise-is-fixed-by-its-name", 1.5e-15, Space(static (s, share) => new SlippedSpace<Tile<double>>(s) { Scale = scale => scale > 2 ? scale * (1 + share) : scale })),
        new("brownian-path-adds-up", 1.2e-12, Space(static (s, share) => new SlippedSpace<Tile<double>>(s) { Weight = (place, terms, weight) => place == 0 && terms > 2 ? weight * (1 + share) : weight })) { Figure = "W(a, c)" },
        new("noise-of-a-sample-alone", 3e-16, Space(static (s, share) => new SlippedSpace<Tile<double>>(s) { Scale = scale => s.Window.Rows > 1 ? scale * (1 + share) : scale })) { IsExact = true },
    ];

    private static Conversion Off(Conversion right, double share) => right with { OnOther = right.OnOther * (1 + share) };

    private sealed class OffResidual(INoiseMoment right, double more) : INoiseMoment
    {
        public double At(NoiseLevel level) => right.At(level);

        public double ResidualAt(NoiseLevel level) => right.ResidualAt(level) + more;
    }

    private sealed class WiderVariance(IReverseVariance right, double factor) : IReverseVariance
    {
        public string Name => right.Name;

        public string Title => right.Title;

        public string Source => right.Source;

        public double At(in GridStep step) => factor * right.At(in step);
    }

    private sealed class ScaledMoment(INoiseMoment right, double factor) : INoiseMoment
    {
        public double At(NoiseLevel level) => factor * right.At(level);
    }
}
