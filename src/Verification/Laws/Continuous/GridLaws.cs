using ScoreSde.Discrete;
using ScoreSde.Processes;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Generators;
using ScoreSde.Verification.Laws.Cases;

namespace ScoreSde.Verification.Laws.Continuous;

/// <summary>Laws of the rules that make time grids.</summary>
internal static class GridLaws
{
    public static IReadOnlyList<IProperty> All { get; } =
    [
        Of(
            "uniform-grid",
            "A uniform grid of n steps has n equal intervals between its exact ends: δ = (1 − t_end)/n, not 1/N of another N.",
            "Song et al. 2021, app. C",
            static (context, process, n) =>
            {
                TimeGrid grid = context.Parts.Grid(Grids.Uniform(n, 1e-3));
                return Ends(grid, n, 1e-3).Concat(Enumerable.Range(0, grid.Steps).Select(i =>
                    Measurement.Absolute($"δ of step {i}", (1 - 1e-3) / n, grid.Times[i] - grid.Times[i + 1], 1e-14)));
            }),
        Of(
            "karras-grid",
            "A Karras grid is even in σ̃^(1/7) from σ̃(1), 200 where α(1) = 0, to σ̃(10⁻³), then ends at 0.",
            "Karras et al. 2022, eq. (5)",
            static (context, process, n) => Even(context, process, n, Grids.Karras(process, n), static level => Math.Pow(level.Ratio, 1.0 / 7))),
        Of(
            "lambda-grid",
            "A λ-uniform grid is even in λ = ln(α/σ) from λ(1), −ln 200 where α(1) = 0, to λ(10⁻³), then ends at 0.",
            "Lu et al. 2022, §3.3",
            static (context, process, n) => Even(context, process, n, Grids.UniformLambda(process, n), static level => level.Lambda)),
        Of(
            "index-grids",
            "Leading, trailing and evenly spaced indices of a chain start and end where they say: 1 …; … T; 1 … T.",
            "Lin et al. 2024, table 2",
            static (context, process, n) =>
            {
                var chain = DdpmChain.Linear(1000);
                int[] leading = IndexGrids.Leading(1000, n);
                int[] trailing = IndexGrids.Trailing(1000, n);
                int[] even = IndexGrids.Linspace(1000, n);
                TimeGrid times = context.Parts.Grid(IndexGrids.ToTimeGrid(chain, trailing, "trailing"));
                return Ends(times, n, 0).Concat(
                [
                    Measurement.Exactly("first of leading", 1, leading[0]),
                    Measurement.Exactly("gap of leading", 1000 / n, leading[1] - leading[0]),
                    Measurement.Exactly("last of trailing", 1000, trailing[^1]),
                    Measurement.Exactly("first of linspace", 1, even[0]),
                    Measurement.Exactly("last of linspace", 1000, even[^1]),
                    Measurement.Exactly("time of the second index", trailing[^2] / 1000.0, times.Times[1]),
                ]);
            }),
    ];

    private static IEnumerable<Measurement> Ends(TimeGrid grid, int n, double end) =>
    [
        Measurement.Exactly("steps", n, grid.Steps),
        Measurement.Exactly("start", 1, grid.Times[0]),
        Measurement.Exactly("end", end, grid.Times[^1]),
    ];

    private static IEnumerable<Measurement> Even(
        PropertyContext context, IDiffusionProcess process, int n, TimeGrid made, Func<NoiseLevel, double> clock)
    {
        TimeGrid grid = context.Parts.Grid(made);
        double first = clock(LambdaGrids.Top(process));
        double last = clock(process.At(1e-3));
        int begin = process.At(1).IsPureNoise ? 1 : 0;
        return Ends(grid, n, 0).Concat(Enumerable.Range(begin, Math.Min(n, grid.Steps) - begin).Select(i => Measurement.Absolute(
            $"clock at node {i}", first + ((double)i / (n - 1) * (last - first)), clock(process.At(grid.Times[i])), 1e-9 * (Math.Abs(first) + Math.Abs(last)))));
    }

    private static Law<(IDiffusionProcess Process, double Steps)> Of(
        string name, string statement, string source, Func<PropertyContext, IDiffusionProcess, int, IEnumerable<Measurement>> measure) => new()
        {
            Name = name,
            Statement = statement,
            Source = source,
            Subject = Subject.Grid,
            Cases = static context => CasesOf.Generated(Draw.Of(context.Processes, Reals.Between(3, 40)), cost: 2),
            Measure = (context, draw) => measure(context, context.Under(draw.Process), (int)draw.Steps),
        };
}
