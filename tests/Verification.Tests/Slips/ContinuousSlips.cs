using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Special;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Laws;

namespace ScoreSde.Tests.Slips;

/// <summary>Mistakes in schedules, processes and grids.</summary>
internal static class ContinuousSlips
{
    public static IReadOnlyList<Slip> All { get; } =
    [
        Schedule("√β for β", "schedule-integral", static s => new(s) { Rate = t => Math.Sqrt(s.Beta(t)) }),
        Schedule("a lost ½ in ∫β", "schedule-integral", static s => new(s) { Whole = t => s.Integral(t) * (1 + (t / 2)) }),
        Schedule("∫ₐᵇ taken from 0", "schedule-integral", static s => new(s) { Part = (a, b) => s.Integral(b) }),
        Schedule("an inverse that is a straight line", "schedule-inverse", static s => new(s) { Inverse = b => b / s.Integral(1) }),
        Schedule("an inverse by a formula that cancels", "schedule-inverse", static s => new(s) { Inverse = b => Math.Max(0, s.TimeOfIntegral(b) + 1e-9 - 2e-9) }),
        Schedule("∫β that does not begin at 0", "schedule-rises", static s => new(s) { Whole = t => s.Integral(t) + 1e-4 }),
        Schedule("a negative rate", "schedule-rises", static s => new(s) { Rate = t => -s.Beta(t) }),
        new("a table that is one index late", "table-schedule", Parts.Shipped with
        {
            Table = static betas => TableSchedule.FromBetas([betas[0], .. betas[..^1]]),
        }),
        new("√(1 − β) in a table of ᾱ", "table-schedule", Parts.Shipped with
        {
            Table = static betas => TableSchedule.FromBetas([.. betas.Select(static b => 1 - Math.Sqrt(1 - b))]),
        }),
        Process("a lost ½ in α", "kinds-of-process", static p => new(p)
        {
            Level = l => p.Name == "ve" ? l : l with { LogMeanScale = 2 * l.LogMeanScale, Lambda = l.Lambda + l.LogMeanScale },
        }),
        Process("α for α² in σ", "kinds-of-process", static p => new(p)
        {
            Level = l => p.Name == "vp" ? l with { Deviation = Math.Sqrt(-Exponentials.Expm1(l.LogMeanScale)) } : l,
        }),
        Process("σ² where σ belongs", "noise-level-names", static p => new(p) { Level = static l => l with { Deviation = l.Variance } }),
        Process("√β for β in g²", "moment-equations", static p => new(p) { Diffusion = t => Math.Sqrt(p.DiffusionSquared(t)) }),
        Process("the sign of the drift", "moment-equations", static p => new(p) { Drift = t => -p.DriftRate(t) }),
        Process("a lost ½ in the drift", "fokker-planck", static p => new(p) { Drift = t => 2 * p.DriftRate(t) }),
        Process("g² of the VP process in the sub-VP one", "moment-equations", static p => new(p)
        {
            Diffusion = t => p.Name == "subvp" ? p.Schedule.Beta(t) : p.DiffusionSquared(t),
        }),
        Process("ln(α²/σ²) for λ", "noise-level-names", static p => new(p) { Level = static l => l with { Lambda = 2 * l.Lambda } }),
        Process("the sign of λ", "noise-level-names", static p => new(p) { Level = static l => l with { Lambda = -l.Lambda } }),
        Process("1 − e^(−B) without expm1", "small-noise-digits", static p => new(p)
        {
            Level = l => p.Name == "vp" ? l with { Deviation = Math.Sqrt(1 - (l.MeanScale * l.MeanScale)) } : l,
        }),
        Process("SNR for λ in the inverse", "lambda-round-trip", static p => new(p) { Lambda = static lambda => lambda > 0 ? 2 * lambda : lambda }),
        Process("λ of a float", "lambda-round-trip", static p => new(p) { Lambda = static lambda => (float)lambda }),
        Process("√β for β in the likelihood's weight", "likelihood-weight", static p => new(p) { Diffusion = t => Math.Sqrt(p.DiffusionSquared(t)) }),
        Process("a shorter last time than the schedule's", "prior-divergence", static p => new(p)
        {
            Level = static l => l with { LogMeanScale = 0.99 * l.LogMeanScale, Deviation = 0.99 * l.Deviation },
        }),
        Process("g at the wrong end of a step", "moment-equations", static p => new(p) { Diffusion = t => p.DiffusionSquared(t - 0.01) }),
        Grid("dt = 1/N on N − 1 intervals", "uniform-grid", static grid =>
            new TimeGrid(grid.Name, [.. Enumerable.Range(0, grid.Steps).Select(i => 1 - ((double)i / grid.Steps)), grid.Times[^1]])),
        Grid("a grid that stops one step early", "uniform-grid", static grid => new TimeGrid(grid.Name, grid.Times[..^1])),
        Grid("a last time that is almost 0", "karras-grid", static grid => new TimeGrid(grid.Name, [.. grid.Times[..^1], 1e-9])),
        Grid("ρ = 1 for ρ = 7", "karras-grid", static grid => new TimeGrid(grid.Name, [.. grid.Times.ToArray().Select(static t => t * t)])),
        Grid("λ of the square root of the time", "lambda-grid", static grid => new TimeGrid(grid.Name, [.. grid.Times.ToArray().Select(Math.Sqrt)])),
        Grid("index i − 1 for i", "index-grids", static grid =>
            new TimeGrid(grid.Name, [1, .. grid.Times.ToArray()[1..^1].Select(static t => t - 1e-3), 0])),
    ];

    private static Slip Schedule(string name, string caughtBy, Func<INoiseSchedule, SlippedSchedule> wrong) =>
        new(name, caughtBy, Parts.Shipped with { Schedule = wrong });

    private static Slip Process(string name, string caughtBy, Func<IDiffusionProcess, SlippedProcess> wrong) =>
        new(name, caughtBy, Parts.Shipped with { Process = wrong });

    private static Slip Grid(string name, string caughtBy, Func<TimeGrid, TimeGrid> wrong) =>
        new(name, caughtBy, Parts.Shipped with { Grid = wrong });
}
