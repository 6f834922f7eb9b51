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

    public static AffineMap Map(
        PropertyContext context, ISolver solver, IDiffusionProcess process, NormalLaw data, TimeGrid grid, Shake shake = default) =>
        ExactMoments.Map(context.Parts.Solver(solver), process, data, grid, shake);

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

    /// <summary>The law of data is that of the forward process at the end, as exactly as roundings let it be.</summary>
    /// <param name="context">Doors and cases.</param>
    /// <param name="solver">The method.</param>
    /// <param name="process">The process.</param>
    /// <param name="data">N(m, v₀).</param>
    /// <param name="grid">Any.</param>
    /// <param name="own">What more the variance may be off by, absolute.</param>
    public static IEnumerable<Measurement> LawIsKept(
        PropertyContext context, ISolver solver, IDiffusionProcess process, NormalLaw data, TimeGrid grid, double own = 0)
    {
        NormalLaw expected = data.At(process.At(grid.Times[^1]));
        AffineMap map = Map(context, solver, process, data, grid);
        NormalLaw start = data.At(process.At(grid.Times[0]));
        NormalLaw End(Shake shake) => (shake == default ? map : Map(context, solver, process, data, grid, shake)).Push(start);
        double roundings = Roundings(process, grid);
        string name = solver.Facts.Name;
        return
        [
            Shaken.Absolute(
                $"mean of {name}", expected.Mean, 1e-10 + (roundings * Math.Abs(start.Mean)), shake => End(shake).Mean),
            Shaken.Absolute(
                $"variance of {name}",
                expected.Variance,
                own + (1e-10 * expected.Variance) + (((2 * Math.Abs(map.Slope)) + roundings) * roundings * start.Variance),
                shake => End(shake).Variance),
        ];
    }
}
