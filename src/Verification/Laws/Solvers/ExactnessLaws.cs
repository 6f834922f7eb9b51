using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Claims;
using ScoreSde.Verification.Generators;
using ScoreSde.Verification.Instruments;
using ScoreSde.Verification.Laws.Cases;

namespace ScoreSde.Verification.Laws.Solvers;

/// <summary>Data for which a method is exact on any grid, and by how much it is off elsewhere.</summary>
internal static class ExactnessLaws
{
    private static readonly IReadOnlyList<ISolver> ExactMeans =
        [.. KnownSolvers.All.Append(new Ddim(0.5)).Where(static solver => solver is Ancestral || SolverClaims.Of(solver).ExactOnPointData)];

    public static IReadOnlyList<IProperty> All { get; } =
    [
        new Law<(IDiffusionProcess Process, TimeGrid Grid, double Point)>
        {
            Name = "point-data-flow",
            Statement = "For data in one point DDIM and the one-step methods in λ follow the flow exactly on any grid: x − α m shrinks by σ_to/σ_from.",
            Source = "x̂₀ is constant; Lu et al. 2022, §3",
            Subject = Subject.Solver,
            Cases = static context => CasesOf.Generated(Draw.Of(context.Processes, Step.Grids, Reals.Between(-2, 2))),
            Measure = static (context, draw) =>
            {
                IDiffusionProcess process = context.Under(draw.Process);
                var data = new NormalLaw(draw.Point, 0);
                NoiseLevel from = process.At(draw.Grid.Times[0]);
                NoiseLevel to = process.At(draw.Grid.Times[^1]);
                return new ISolver[] { new Ddim(), new Heun(), new DpmSolver2(), new DpmSolver3(), new DpmSolverPlusPlus2S() }.SelectMany(solver =>
                {
                    double roundings = Step.TwoStageRoundings(process, draw.Grid);
                    return new[]
                    {
                        Shaken.Absolute(
                            $"slope of {solver.Facts.Name}",
                            to.Deviation / from.Deviation,
                            (1e-10 * to.Deviation / from.Deviation) + roundings,
                            shake => Step.Map(context, solver, process, data, draw.Grid, shake).Slope),
                        Shaken.Absolute(
                            $"end of {solver.Facts.Name}",
                            to.MeanScale * draw.Point,
                            1e-10 + roundings,
                            shake => Step.Map(context, solver, process, data, draw.Grid, shake).Push(data.At(from)).Mean),
                    };
                });
            },
        },
        new Law<(IDiffusionProcess Process, TimeGrid Grid, double Point)>
        {
            Name = "posterior-variance-exact-on-a-point",
            Statement = "With variance β̃ (and DDIM of any η) the law of data in one point is exact on any grid; with β it is not.",
            Source = "Ho et al. 2020, §3.2",
            Subject = Subject.Solver,
            Solver = "ddpm-posterior",
            Cases = static context => CasesOf.Generated(Draw.Of(context.Processes, Step.Grids, Reals.Between(-2, 2))),
            Measure = static (context, draw) =>
            {
                IDiffusionProcess process = context.Under(draw.Process);
                var data = new NormalLaw(draw.Point, 0);
                NormalLaw wide = Step.Map(context, new Ancestral(new ForwardVariance()), process, data, draw.Grid)
                    .Push(data.At(process.At(draw.Grid.Times[0])));
                return
                [
                    .. Step.LawIsKept(context, new Ancestral(new PosteriorVariance()), process, data, draw.Grid),
                    .. Step.LawIsKept(context, new Ddim(0.4), process, data, draw.Grid),
                    .. Step.LawIsKept(context, new Ddim(1), process, data, draw.Grid),
                    Measurement.AtLeast("variance with β", process.At(draw.Grid.Times[^1]).Variance, wide.Variance),
                ];
            },
        },
        new Law<(IDiffusionProcess Process, TimeGrid Grid)>
        {
            Name = "forward-variance-exact-on-unit-normal",
            Statement = "With variance β the law of data N(0, 1) is exact on any grid of a VP process; with β̃ it is too narrow.",
            Source = "Ho et al. 2020, §3.2",
            Subject = Subject.Solver,
            Solver = "ddpm-beta",
            Needs = "needs a schedule for a variance-preserving process",
            Cases = static context => CasesOf.Generated(Draw.Of(context.Preserving, Step.Grids)),
            Measure = static (context, draw) =>
            {
                IDiffusionProcess process = context.Under(draw.Process);
                NormalLaw narrow = Step.Map(context, new Ancestral(new PosteriorVariance()), process, new(0, 1), draw.Grid).Push(new(0, 1));
                return
                [
                    .. Step.LawIsKept(context, new Ancestral(new ForwardVariance()), process, new NormalLaw(0, 1), draw.Grid),
                    Measurement.AtMost("variance with β̃", 1, narrow.Variance),
                ];
            },
        },
        new Law<(IDiffusionProcess Process, TimeGrid Grid, double Variance)>
        {
            Name = "optimal-variance-exact-on-gaussians",
            Statement = "With the optimal variance V/a² (1 − V m/σ²), m = E‖ε‖²/d, the law of any Gaussian is exact on any grid.",
            Source = "Bao et al. 2022, thm. 1",
            Subject = Subject.Solver,
            Solver = "ddpm-analytic",
            Cases = static context => CasesOf.Generated(Draw.Of(context.Processes, Step.Grids, Reals.LogBetween(0.01, 4))),
            Measure = static (context, draw) =>
            {
                INoiseMoment moment = context.Parts.Moment(Gaussian.Isotropic([0.3], draw.Variance));
                IDiffusionProcess process = context.Under(draw.Process);

                // 1 − m is a difference of numbers near 1 while noise swamps the data; V/a² enlarges its rounding.
                double scale = process.At(draw.Grid.Times[^1]).MeanScale / process.At(draw.Grid.Times[0]).MeanScale;
                double own = 1e-15 * scale * scale * process.At(draw.Grid.Times[0]).Variance;
                var data = new NormalLaw(0.3, draw.Variance);
                return Step.LawIsKept(context, new Ancestral(new AnalyticVariance(moment)), process, data, draw.Grid, own);
            },
        },
        new Law<(IDiffusionProcess Process, TimeGrid Grid, double Deviation)>
        {
            Name = "dpm-v3-exact-on-its-gaussian",
            Statement = "DPM-Solver-v3 with σ_d follows the flow of data N(0, σ_d²) exactly, in one step too, from α = 0 and to t = 0: x goes to √(v_to/v_from) x, v = α² σ_d² + σ².",
            Source = "N = σ ε − l x vanishes with l = σ²/v; Zheng et al. 2023, §3.1",
            Subject = Subject.Solver,
            Solver = "dpm-v3-2",
            Cases = static context => CasesOf.Generated(Draw.Of(context.Processes, Step.Grids, Reals.LogBetween(0.1, 5))),
            Measure = static (context, draw) =>
            {
                IDiffusionProcess process = context.Under(draw.Process);
                var data = new NormalLaw(0, draw.Deviation * draw.Deviation);
                TimeGrid[] grids =
                [
                    draw.Grid,
                    new("one step", draw.Grid.Times[0], draw.Grid.Times[^1]),
                    new("from the start to time 0", 1, draw.Grid.Times[0] < 1 ? draw.Grid.Times[0] : 0.5, 0),
                    new("from the start to time 0 at once", 1, 0),
                ];
                return grids.SelectMany(grid => Enumerable.Range(1, 3).SelectMany(levels =>
                {
                    NoiseLevel from = process.At(grid.Times[0]);
                    double expected = Math.Sqrt(data.At(process.At(grid.Times[^1])).Variance / data.At(from).Variance);
                    double roundings = from.IsPureNoise ? 0 : Step.Roundings(process, grid);

                    // Multistep weights are bounded by 5 times their sum; ε is told to a last place of itself, F to σ_d and √v of it.
                    double own = 10 * (roundings + 1e-14) * Math.Max(draw.Deviation, 1 / draw.Deviation);
                    AffineMap Map(Shake shake) => Step.Map(context, new DpmSolverV3(levels, draw.Deviation), process, data, grid, shake);
                    return new[]
                    {
                        Shaken.Absolute($"slope of dpm-v3-{levels}, {grid.Name}", expected, (1e-11 * expected) + own, shake => Map(shake).Slope),
                        Shaken.Absolute($"constant of dpm-v3-{levels}, {grid.Name}", 0, own, shake => Map(shake).Shift),
                    };
                }));
            },
        },
        new Law<(IDiffusionProcess Process, double Variance)>
        {
            Name = "signs-of-the-variance-error",
            Statement = "For data narrower than N(0, 1), variance β ends too wide and β̃ too narrow, whatever the grid.",
            Source = "Bao et al. 2022, thm. 2",
            Subject = Subject.Solver,
            Needs = "needs a schedule for a variance-preserving process",
            Cases = static context => CasesOf.Generated(Draw.Of(context.Preserving, Reals.LogBetween(0.01, 0.8))),
            Measure = static (context, draw) =>
            {
                IDiffusionProcess process = context.Under(draw.Process);
                var data = new NormalLaw(0, draw.Variance);
                var grid = new TimeGrid("coarse", 0.8, 0.5, 0.2);
                double exact = data.At(process.At(0.2)).Variance;
                double End(IReverseVariance choice) =>
                    Step.Map(context, new Ancestral(choice), process, data, grid).Push(data.At(process.At(0.8))).Variance;
                return
                [
                    Measurement.AtLeast("variance with β", exact, End(new ForwardVariance())),
                    Measurement.AtMost("variance with β̃", exact, End(new PosteriorVariance())),
                ];
            },
        },
        new Law<(IDiffusionProcess Process, TimeGrid Grid, double Variance)>
        {
            Name = "mean-of-gaussian-data",
            Statement = "Every method that is exact for data in one point, and DDPM, carries the mean of Gaussian data exactly, on any grid.",
            Source = "ε vanishes on the mean's path",
            Subject = Subject.Solver,
            Cases = static context => CasesOf.Generated(Draw.Of(context.Processes, Step.Grids, Reals.LogBetween(0.01, 4))),
            Measure = static (context, draw) =>
            {
                IDiffusionProcess process = context.Under(draw.Process);
                var data = new NormalLaw(0.7, draw.Variance);
                NormalLaw start = data.At(process.At(draw.Grid.Times[0]));
                double expected = data.At(process.At(draw.Grid.Times[^1])).Mean;
                return ExactMeans.Select(solver => Shaken.Absolute(
                    $"mean of {solver.Facts.Name}",
                    expected,
                    1e-11 + Step.TwoStageRoundings(process, draw.Grid),
                    shake => Step.Map(context, solver, process, data, draw.Grid, shake).Push(start).Mean));
            },
        },
        new Law<(IDiffusionProcess Process, TimeGrid Grid, double Variance)>
        {
            Name = "wrong-prior-forgotten-by-the-sde",
            Statement = "The reverse SDE shrinks a relative error of the prior's variance by (α_T/α_t)² v_t/v_T; DDPM does so exactly on any grid.",
            Source = "its mean is E[x_to | x_from]; Karras et al. 2022, §4",
            Subject = Subject.Solver,
            Solver = "ddpm-posterior",
            Cases = static context => CasesOf.Generated(Draw.Of(context.Processes, Step.Grids, Reals.LogBetween(0.01, 4))),
            Measure = static (context, draw) =>
            {
                IDiffusionProcess process = context.Under(draw.Process);
                var data = new NormalLaw(0.4, draw.Variance);
                NoiseLevel from = process.At(draw.Grid.Times[0]);
                NoiseLevel to = process.At(draw.Grid.Times[^1]);
                double ratio = data.At(from).Variance / data.At(to).Variance;

                // The share is Φ² v_T/v_t; its root is what a run computes, to the roundings of a run.
                double expected = Math.Exp(from.LogMeanScale - to.LogMeanScale) / Math.Sqrt(ratio);
                double roundings = Step.Roundings(process, draw.Grid) * Math.Sqrt(ratio);
                return
                [
                    Shaken.Absolute(
                        "root of the share left",
                        expected,
                        (1e-10 * expected) + roundings,
                        shake => Step.Map(context, new Ancestral(new PosteriorVariance()), process, data, draw.Grid, shake).Slope * Math.Sqrt(ratio)),
                ];
            },
        },
        new Law<(IDiffusionProcess Process, double Variance)>
        {
            Name = "wrong-prior-kept-by-the-ode",
            Statement = "The probability flow keeps a relative error of the prior's variance: its factor is 1, however long the run.",
            Source = "x_t − α_t m = √(v_t/v_T) (x_T − α_T m) on Gaussian data",
            Subject = Subject.Solver,
            Solver = "heun",
            Cases = static context => CasesOf.Generated(Draw.Of(context.Processes, Reals.LogBetween(0.05, 4)), cost: 10),
            Measure = static (context, draw) =>
            {
                IDiffusionProcess process = context.Under(draw.Process);
                var data = new NormalLaw(0, draw.Variance);

                // Even steps in σ̃^(1/7), in which the flow is smooth; what 400 of them leave is a third of what 200 leave more.
                double coarse = Share(200);
                double fine = Share(400);
                return [Measurement.Absolute("share left of the error", 1, fine, 2e-3 + (0.5 * Math.Abs(fine - coarse)))];

                double Share(int steps)
                {
                    TimeGrid grid = context.Parts.Grid(Grids.Karras(process, steps));
                    var open = new TimeGrid("without the last step", grid.Times[..^1]);
                    double ratio = data.At(process.At(1)).Variance / data.At(process.At(open.Times[^1])).Variance;
                    double slope = Step.Map(context, new Heun(), process, data, open).Slope;
                    return slope * slope * ratio;
                }
            },
        },
        new Law<(IDiffusionProcess Process, double From, double Variance)>
        {
            Name = "last-step-is-the-mean-of-the-data",
            Statement = "A step to t = 0 gives E[x₀ | x] = m + α v/(α² v + σ²) (x − α m): DDIM, both Heuns and DDPM, without noise.",
            Source = "Tweedie's formula; Efron 2011",
            Subject = Subject.Solver,
            Cases = static context => CasesOf.Generated(
                Draw.Of(context.Processes, Reals.Between(Step.LowestTime, 1), Reals.LogBetween(0.01, 4))),
            Measure = static (context, draw) =>
            {
                IDiffusionProcess process = context.Under(draw.Process);
                NoiseLevel level = process.At(draw.From);
                double gain = level.MeanScale * draw.Variance / ((level.MeanScale * level.MeanScale * draw.Variance) + level.Variance);
                ISolver[] solvers = [new Ddim(), new Ddim(1), new Heun(), new HeunInTime(), new Ancestral(new ForwardVariance())];
                return solvers.SelectMany(solver =>
                {
                    AffineMap map = Step.Map(context, solver, process, new NormalLaw(0.5, draw.Variance), new TimeGrid("to zero", draw.From, 0));
                    return new[]
                    {
                        Measurement.Absolute($"factor of x, {solver.Facts.Name}", gain, map.Slope, 1e-12 * Math.Max(1, 1 / level.MeanScale)),
                        Measurement.Absolute(
                            $"constant, {solver.Facts.Name}", 0.5 * (1 - (gain * level.MeanScale)), map.Shift, 1e-12 * Math.Max(1, 1 / level.MeanScale)),
                        Measurement.Exactly($"noises, {solver.Facts.Name}", 0, map.Noise.Count),
                    };
                });
            },
        },
    ];
}
