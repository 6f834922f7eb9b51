using ScoreSde.Processes;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Generators;
using ScoreSde.Verification.Instruments;
using ScoreSde.Verification.Laws.Cases;

namespace ScoreSde.Verification.Laws.Solvers;

/// <summary>Langevin dynamics alone on Gaussian data, where the law after any number of steps is known, and in which limit it is exact.</summary>
internal static class LangevinLaws
{
    private const int StepsPerLevel = 3;

    public static IReadOnlyList<IProperty> All { get; } =
    [
        new Law<(IDiffusionProcess Process, TimeGrid Grid, double Variance, double R)>
        {
            Name = "langevin-law-of-gaussians",
            Statement = "After K steps of annealed Langevin dynamics at a level the mean's error of N(m, v₀) is ρ^K of what it was and the variance w* + ρ^(2K) (w − w*), "
                + "ρ = 1 − η/v, w* = v/(1 − η/(2 v)), η = 2 r² σ², v = α² v₀ + σ²; between levels x/α stays.",
            Source = "x ← x + η s + √(2 η) z with s = −(x − α m)/v; Song and Ermon 2019, alg. 1",
            Subject = Subject.Solver,
            Solver = "langevin",
            Cases = static context => CasesOf.Generated(Draw.Of(context.Processes, Step.Grids, Reals.LogBetween(0.01, 4), Reals.LogBetween(0.05, 0.6)), cost: 2),
            Measure = static (context, draw) =>
            {
                IDiffusionProcess process = context.Under(draw.Process);
                var data = new NormalLaw(0.7, draw.Variance);
                NormalLaw first = data.At(process.At(draw.Grid.Times[0]));

                // Neither mean nor variance begin where they should, so that both must move.
                var start = new NormalLaw(first.Mean + 1, 2 * first.Variance);
                NormalLaw expected = Recursion(process, data, draw.Grid, draw.R, start);
                double error = expected.Mean - data.At(process.At(draw.Grid.Times[^1])).Mean;
                var solver = new CorrectorOnly(new AnnealedLangevin(draw.R), StepsPerLevel);
                NormalLaw End(Shake shake) => Step.Map(context, solver, process, data, draw.Grid, shake).Push(start);
                double share = Step.Roundings(process, draw.Grid);
                return
                [
                    Shaken.Absolute("mean", expected.Mean, (1e-11 * (1 + Math.Abs(error))) + (10 * share), shake => End(shake).Mean),
                    Shaken.Absolute("variance", expected.Variance, 1e-11 * expected.Variance, shake => End(shake).Variance),
                ];
            },
        },
        new Law<(IDiffusionProcess Process, double Time, double Share, double Variance)>
        {
            Name = "langevin-limit",
            Statement = "Run to its end at a level, Langevin dynamics is too wide by the share η/(2 v) and more, η the step; extrapolated to η = 0 it has the level's own law.",
            Source = "w* = v (1 + η/(2 v) + (η/(2 v))² + …)",
            Subject = Subject.Solver,
            Solver = "langevin",
            Cases = static context => CasesOf.Generated(
                Draw.Of(context.Processes, Reals.Between(0.4, 1), Reals.Between(0.7, 0.95), Reals.LogBetween(0.02, 0.5)), cost: 20),
            Measure = static (context, draw) =>
            {
                const double Step0 = 0.05;
                const double Settled = 30;
                const double MostSteps = 6000;
                IDiffusionProcess process = context.Under(draw.Process);
                var data = new NormalLaw(0.5, draw.Variance);
                var grid = new TimeGrid("one step", draw.Time, draw.Time * draw.Share);
                NoiseLevel level = process.At(grid.Times[^1]);
                double v = data.At(level).Variance;
                double needed = Settled * v / (Step0 * level.Variance);
                if (needed > MostSteps)
                {
                    return [Measurement.AtMost("steps that it would take, too many to wait for", double.MaxValue, needed)];
                }

                NormalLaw At(double share, double steps)
                {
                    var solver = new CorrectorOnly(new AnnealedLangevin(Math.Sqrt(share / 2)), (int)steps + 1);
                    return Step.Map(context, solver, process, data, grid).Push(new NormalLaw(2, 3));
                }

                NormalLaw coarse = At(Step0, needed);
                NormalLaw fine = At(Step0 / 2, 2 * needed);
                double lean = Step0 * level.Variance / (2 * v);
                return
                [
                    Measurement.AtLeast("variance with η", v * (1 + lean), coarse.Variance),
                    Measurement.AtLeast("variance with η/2", v * (1 + (lean / 2)), fine.Variance),
                    Measurement.Absolute("variance at η = 0", v, (2 * fine.Variance) - coarse.Variance, 0.6 * lean * lean * v),
                    Measurement.Absolute("mean", data.At(level).Mean, fine.Mean, 1e-9),
                ];
            },
        },
    ];

    private static NormalLaw Recursion(IDiffusionProcess process, NormalLaw data, TimeGrid grid, double r, NormalLaw start)
    {
        (double error, double w) = (start.Mean - data.At(process.At(grid.Times[0])).Mean, start.Variance);
        for (int i = 1; i <= grid.Steps; i++)
        {
            NoiseLevel level = process.At(grid.Times[i]);
            double carried = level.MeanScale / process.At(grid.Times[i - 1]).MeanScale;
            double v = data.At(level).Variance;
            double eta = 2 * r * r * level.Variance;
            double shrink = Math.Pow(1 - (eta / v), StepsPerLevel);
            double settled = v / (1 - (eta / (2 * v)));
            error *= carried * shrink;
            w = settled + (shrink * shrink * ((carried * carried * w) - settled));
        }

        return new NormalLaw(data.At(process.At(grid.Times[^1])).Mean + error, w);
    }
}
