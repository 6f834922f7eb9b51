using FsCheck;
using ScoreSde.Processes;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Generators;
using ScoreSde.Verification.Instruments;

namespace ScoreSde.Verification.Laws.Solvers;

/// <summary>What the laws of solvers share: grids to look at, and the law at the end of a run on Gaussian data.</summary>
internal static class Step
{
    public const double LowestTime = 0.02;

    public static Arbitrary<TimeGrid> Grids { get; } = RandomGrids.Between(LowestTime, 12);

    public static StepCoefficients Of(PropertyContext context, ISolver solver, IDiffusionProcess process, double from, double to) =>
        StepCoefficients.Of(context.Parts.Solver(solver), process, from, to);

    public static AffineMap Map(PropertyContext context, ISolver solver, IDiffusionProcess process, NormalLaw data, TimeGrid grid) =>
        ExactMoments.Map(context.Parts.Solver(solver), process, data, grid);

    public static IEnumerable<Measurement> LawIsKept(
        PropertyContext context, ISolver solver, IDiffusionProcess process, NormalLaw data, TimeGrid grid)
    {
        NormalLaw expected = data.At(process.At(grid.Times[^1]));
        NormalLaw end = Map(context, solver, process, data, grid).Push(data.At(process.At(grid.Times[0])));
        string name = solver.Facts.Name;
        return
        [
            Measurement.Absolute($"mean of {name}", expected.Mean, end.Mean, 1e-10),
            Measurement.Relative($"variance of {name}", expected.Variance, end.Variance, 1e-10),
        ];
    }
}
