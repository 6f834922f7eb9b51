using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Generators;
using ScoreSde.Verification.Instruments;
using ScoreSde.Verification.Laws.Cases;
using ScoreSde.Verification.References;

namespace ScoreSde.Verification.Laws.Solvers;

/// <summary>
/// What a stochastic method makes of the drift: without its noise it is a method for an ordinary equation, of an order of its own, which its weak order hides where it is higher.
/// </summary>
internal static class DriftLaws
{
    private const double Tolerance = 0.08;

    private static readonly GaussianMixture Data = new([Gaussian.Isotropic([-1], 0.04), Gaussian.Isotropic([0.8], 0.16)], [0.3, 0.7]);

    private static readonly IReadOnlyList<(ISolver Solver, int Order)> Claims =
    [
        (new EulerMaruyama(NoiseRate: 0.5), 1),
        (new Ddim(Eta: 0.5), 1),
        (new SdeDpmSolverPlusPlus(2, 0.5), 2),
        (new SdeDpmSolverPlusPlus(3), 3),
        (new DpmSolverPlusPlusSde(0.5), 2),
        (new Seeds2(), 2),
        (new Seeds3(), 3),
        (new SaSolver(2, 0.5), 3),
        (new SaSolver(3), 4),
        (new StochasticHeun(0.5), 2),
        (new StochasticRungeKutta(AreaTableau.Sra1, 0.5), 2),
    ];

    public static IReadOnlyList<IProperty> All { get; } =
    [
        new Law<IDiffusionProcess>
        {
            Name = "drift-alone",
            Statement = "With its noise left out a stochastic method follows dx = (f x + ½ (1 + r) (g²/σ) ε) dt with its deterministic order: 1 by Euler–Maruyama and DDIM, 2 by two-stage and two-level methods, 3 by SEEDS-3 and 3M, one more with a corrector.",
            Source = "Kloeden and Platen 1992, §14.1: what is left of a scheme where the noise is small",
            Subject = Subject.Solver,
            Needs = OrderCase.NeedsSmoothRate,
            Cases = static context => CasesOf.ListedOrNone<IDiffusionProcess>(context.FixedSchedule switch
            {
                null => [new VariancePreserving(new LinearSchedule())],
                TableSchedule => null,
                { } schedule => SuitedProcesses.Of(schedule),
            }),
            Measure = static (context, drawn) =>
            {
                IDiffusionProcess process = context.Under(drawn);
                return Claims.Select(claim =>
                {
                    ISolver solver = context.Parts.Solver(claim.Solver);
                    var ends = new Dictionary<int, double[]>();
                    SettledOrder order = SettledOrder.Of(
                        n => Gap(End(n), End(2 * n)), claim.Order, Tolerance, 32, 2048, floor: 1e-12, tolerance: 0.05, near: 0.1, higherWillDo: true);
                    return Measurement.OfOrder($"order of {claim.Solver.Facts.Name}", claim.Order, order, Tolerance, higherIsLuck: true);

                    double[] End(int n) => ends.TryGetValue(n, out double[]? known) ? known : ends[n] = Path(context, solver, process, n);
                });
            },
        },
    ];

    private static double[] Path(PropertyContext context, ISolver solver, IDiffusionProcess process, int steps)
    {
        (NoiseLevel from, NoiseLevel to) = (process.At(0.9), process.At(0.1));

        // A first step shorter by a factor n², so that a start of low order adds no more than the order promises.
        TimeGrid grid = LambdaGrids.BeginningFinely(process, from, to, steps);
        var space = new SilentSpace(new TileSpace<double>(6, 1));
        Tile<double> x = space.Allocate();
        for (int i = 0; i < x.Values.Length; i++)
        {
            x.Values[i] = (i - 2.5) / 2 * Math.Sqrt(from.Variance);
        }

        GridWalk.Run(solver, new Problem<Tile<double>>(process, context.Parts.Score(Data), space), grid, x);
        return x.Values.ToArray();
    }

    private static double Gap(double[] a, double[] b) => Math.Sqrt(a.Zip(b, static (p, q) => (p - q) * (p - q)).Average());
}
