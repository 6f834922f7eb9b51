using ScoreSde.Processes;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Generators;
using ScoreSde.Verification.Instruments;
using ScoreSde.Verification.Laws.Cases;

namespace ScoreSde.Verification.Laws.Solvers;

/// <summary>Multistep methods that two papers found: equal for any smooth ε on irregular grids.</summary>
internal static class MultistepLaws
{
    private const int Dimension = 3;

    public static IReadOnlyList<IProperty> All { get; } =
    [
        Same(
            "unip-2-is-dpmpp-2m",
            "The predictor UniP-2 with B = expm1(−h) is DPM-Solver++ 2M.",
            "Zhao et al. 2023, §3.3",
            new UniPc(2, Corrects: false),
            new DpmSolverPlusPlus2M()),
        Same(
            "unip-3-is-dpmpp-3m",
            "The predictor UniP-3 is DPM-Solver++ 3M with the whole curvature: both integrate the parabola through three levels.",
            "Zhao et al. 2023, §3.3; Hochbruck and Ostermann 2010, §2.4",
            new UniPc(3, Corrects: false),
            new DpmSolverPlusPlus3M()),
    ];

    private static Law<(IDiffusionProcess Process, SmoothNoise Score, double[] Lengths)> Same(
        string name, string statement, string source, ISolver first, ISolver second) => new()
        {
            Name = name,
            Statement = statement,
            Source = source,
            Subject = Subject.Solver,
            Solver = second.Facts.Name,
            Cases = static context => CasesOf.Generated(Draw.Of(context.Processes, SmoothNoise.OfDimension(Dimension), LambdaGrids.Lengths), cost: 2),
            Measure = (context, draw) =>
            {
                IDiffusionProcess process = context.Under(draw.Process);
                TimeGrid grid = LambdaGrids.Of(process, draw.Lengths);
                return
                [
                    Shaken.Alike(
                        "samples",
                        shake => TileRun.Values(context.Parts.Solver(first), shake.Of(process), draw.Score, grid, space: shake.Of),
                        shake => TileRun.Values(context.Parts.Solver(second), shake.Of(process), draw.Score, grid, space: shake.Of),
                        1e-10),
                ];
            },
        };
}
