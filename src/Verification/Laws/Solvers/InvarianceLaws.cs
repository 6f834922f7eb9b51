using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Claims;
using ScoreSde.Verification.Generators;
using ScoreSde.Verification.Instruments;
using ScoreSde.Verification.Laws.Cases;
using ScoreSde.Verification.References;

namespace ScoreSde.Verification.Laws.Solvers;

/// <summary>What a method cannot see: the clock, and the kind of process.</summary>
internal static class InvarianceLaws
{
    private const int Dimension = 3;

    private static readonly IReadOnlyList<ISolver> InLambda = [.. KnownSolvers.All.Where(static solver => SolverClaims.Of(solver).SeesLambdaAlone)];

    public static IReadOnlyList<IProperty> All { get; } =
    [
        new Law<(IDiffusionProcess Process, double[] Lengths)>
        {
            Name = "lambda-invariance",
            Statement = "Exponential methods see the λ of a grid alone: two clocks β(t) with equal λ at every node give equal samples.",
            Source = "Lu et al. 2022a, prop. 3.1; Kingma et al. 2021, §5.1",
            Subject = Subject.Solver,
            Needs = "needs a schedule for a variance-preserving process",
            Cases = static context => CasesOf.Generated(Draw.Of(context.Preserving, LambdaGrids.Lengths), cost: 4),
            Measure = static (context, draw) =>
            {
                IDiffusionProcess process = context.Under(draw.Process);

                // The other clock must come as far: ∫β of 3 to 40 is 21.5.
                double most = Math.Max(40, 2.2 * draw.Process.Schedule.Integral(1));
                IDiffusionProcess other = context.Under(new VariancePreserving(new LinearSchedule(3, most)));
                TimeGrid grid = LambdaGrids.Of(process, draw.Lengths);
                TimeGrid twin = Twin(grid, process, other);
                var score = new NoiseOfState(Dimension);
                return InLambda.Select(solver => Shaken.Alike(
                    $"samples of {solver.Facts.Name}",
                    shake => TileRun.Values(context.Parts.Solver(solver), shake.Of(process), score, grid, space: shake.Of),
                    shake => TileRun.Values(context.Parts.Solver(solver), shake.Of(other), score, twin, space: shake.Of),
                    1e-9));
            },
        },
        new Law<(IDiffusionProcess Process, double[] Lengths)>
        {
            Name = "vp-is-ve-rescaled",
            Statement = "x/α of a VP run is the VE run at equal σ̃ = σ/α for exponential methods, whose noise rescales too; not for Euler–Maruyama.",
            Source = "Karras et al. 2022, app. B; Song, Meng and Ermon 2021, §4.3",
            Subject = Subject.Solver,
            Needs = "needs a schedule for a variance-preserving process",
            Cases = static context => CasesOf.Generated(Draw.Of(context.Preserving, LambdaGrids.Lengths), cost: 4),
            Measure = static (context, draw) =>
            {
                IDiffusionProcess preserving = context.Under(draw.Process);
                var exploding = new VarianceExploding(new GeometricSchedule(1e-3, Math.Max(1e10, 2 * preserving.At(1).Ratio)));
                TimeGrid grid = LambdaGrids.Of(preserving, draw.Lengths);
                TimeGrid twin = Twin(grid, preserving, exploding);
                double scale = 1 / (preserving.At(grid.Times[0]).MeanScale * exploding.PriorDeviation);
                double back = 1 / preserving.At(grid.Times[^1]).MeanScale;
                return InLambda.Select(Compare).Append(ButNotEulerMaruyama());

                (double[] Exploding, double[] Preserving) Samples(ISolver solver) => (
                    TileRun.Values(context.Parts.Solver(solver), exploding, new NoiseOfScaledState(Dimension, exploding), twin, scale: scale),
                    [
                        .. TileRun.Values(context.Parts.Solver(solver), preserving, new NoiseOfScaledState(Dimension, preserving), grid)
                            .Select(x => x * back),
                    ]);

                Measurement Compare(ISolver solver)
                {
                    (double[] ve, double[] vp) = Samples(solver);
                    return Measurement.Alike($"x/α of {solver.Facts.Name}", ve, vp, 1e-9);
                }

                Measurement ButNotEulerMaruyama()
                {
                    (double[] ve, double[] vp) = Samples(new EulerMaruyama());
                    double size = ve.Max(Math.Abs);
                    return Measurement.AtLeast("difference of em", 1e-6, ve.Zip(vp, (a, b) => Math.Abs(a - b)).Max() / size);
                }
            },
        },
    ];

    private static TimeGrid Twin(TimeGrid grid, IDiffusionProcess process, IDiffusionProcess other) =>
        new("twin", [.. grid.Times.ToArray().Select(t => other.AtLambda(process.At(t).Lambda).Time)]);
}
