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

    /// <summary>
    /// Roundings of a run's slope: each step takes the difference of terms of size α_to/α_from, and the later steps carry it on.
    /// </summary>
    public static double Roundings(IDiffusionProcess process, TimeGrid grid) =>
        1e-14 * process.At(grid.Times[^1]).MeanScale / process.At(grid.Times[0]).MeanScale;

    /// <summary>The same for a method of two stages, which multiplies the first stage's roundings by e^h once more in every step.</summary>
    public static double TwoStageRoundings(IDiffusionProcess process, TimeGrid grid)
    {
        double longest = 0;
        for (int i = 0; i < grid.Steps; i++)
        {
            longest = Math.Max(longest, process.At(grid.Times[i + 1]).Lambda - process.At(grid.Times[i]).Lambda);
        }

        return Roundings(process, grid) * Math.Exp(longest);
    }

    public static IEnumerable<Measurement> LawIsKept(
        PropertyContext context, ISolver solver, IDiffusionProcess process, NormalLaw data, TimeGrid grid, double own = 0)
    {
        NormalLaw expected = data.At(process.At(grid.Times[^1]));
        AffineMap map = Map(context, solver, process, data, grid);
        NormalLaw start = data.At(process.At(grid.Times[0]));
        NormalLaw end = map.Push(start);
        double roundings = Roundings(process, grid);
        string name = solver.Facts.Name;
        return
        [
            Measurement.Absolute($"mean of {name}", expected.Mean, end.Mean, 1e-10 + (roundings * Math.Abs(start.Mean))),
            Measurement.Absolute(
                $"variance of {name}",
                expected.Variance,
                end.Variance,
                own + (1e-10 * expected.Variance) + (((2 * Math.Abs(map.Slope)) + roundings) * roundings * start.Variance)),
        ];
    }
}
