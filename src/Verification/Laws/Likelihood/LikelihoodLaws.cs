using ScoreSde.Likelihood;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Instruments;
using ScoreSde.Verification.Laws.Cases;
using ScoreSde.Verification.Laws.Solvers;

namespace ScoreSde.Verification.Laws.Likelihood;

/// <summary>The likelihood by the flow and the way to noise and back, held to the orders of their methods.</summary>
internal static class LikelihoodLaws
{
    private const int Points = 12;
    private const double Tolerance = 0.1;
    private const double EstimateTolerance = 0.02;

    public static IEnumerable<IProperty> All { get; } =
    [
        new Law<OrderCase>
        {
            Name = "likelihood-order",
            Statement = "ln p of a mixture by the flow and its exact divergence tends to the closed form with the order of the method: 4 by Runge–Kutta, 2 by Heun.",
            Source = "P32; Chen et al. 2018; Song et al. 2021, app. D.2",
            Subject = Subject.Likelihood,
            Needs = OrderCase.NeedsSmoothRate,
            Cases = static context => CasesOf.ListedOrNone(OrderCase.Of(context, withTable: false, seesLevelsAlone: false)),
            Measure = static (context, known) =>
            [
                Order("ln p by Runge–Kutta", 4, LikelihoodError(context, known, new RungeKuttaInTime(ButcherTableau.Classical4))),
                Order("ln p by Heun", 2, LikelihoodError(context, known, new Heun())),
            ],
        },
        new Law<OrderCase>
        {
            Name = "likelihood-error-estimate",
            Statement = "The difference of ln p on a grid and on every second time of it over 2^p − 1 tends to the error of ln p: p = 1 by DDIM, 2 by Heun.",
            Source = "Richardson; Hairer, Nørsett and Wanner 1993, §II.4",
            Subject = Subject.Likelihood,
            Needs = OrderCase.NeedsSmoothRate,
            Cases = static context => CasesOf.ListedOrNone(OrderCase.Of(context, withTable: false, seesLevelsAlone: false)),
            Measure = static (context, known) =>
            [
                Measurement.Absolute("estimate over error by DDIM", 1, Extrapolation.Limit(EstimateOverError(context, known, new Ddim()), 128), EstimateTolerance),
                Measurement.Absolute("estimate over error by Heun", 1, Extrapolation.Limit(EstimateOverError(context, known, new Heun()), 128), EstimateTolerance),
            ],
        },
        new Law<OrderCase>
        {
            Name = "round-trip-order",
            Statement = "Data taken to noise by the flow and back returns with order 1 by DDIM, and with order 2 or more by Heun.",
            Source = "P32",
            Subject = Subject.Likelihood,
            Needs = OrderCase.NeedsSmoothRate,
            Cases = static context => CasesOf.ListedOrNone(OrderCase.Of(context, withTable: false, seesLevelsAlone: true)),
            Measure = static (context, known) =>
            [
                Order("round trip by DDIM", 1, RoundTripError(context, known, new Ddim())),
                Order("round trip by Heun", 2, RoundTripError(context, known, new Heun()), atLeast: true),
            ],
        },
    ];

    private static GaussianMixture Mixture { get; } = new([Gaussian.Isotropic([-1], 0.04), Gaussian.Isotropic([0.8], 0.16)], [0.3, 0.7]);

    private static Measurement Order(string what, double order, Func<int, double> error, bool atLeast = false) => Measurement.OfOrder(
        $"order of {what}",
        order,
        SettledOrder.Of(error, order, Tolerance, 16, 4096, floor: 5e-13, tolerance: 0.05, higherWillDo: atLeast),
        Tolerance,
        higherIsLuck: atLeast);

    private static Func<int, double> LikelihoodError(PropertyContext context, OrderCase known, ISolver solver)
    {
        (IDiffusionProcess process, IScoreFunction<Tile<double>> score, double[] data) = Setting(context, known);
        NoiseLevel level = process.At(known.End);
        return steps =>
        {
            LogDensities result = FlowLikelihood.Evaluate<double>(
                process, score, context.Parts.Solver(solver), known.WithAPath.Uniform(steps), data, terminal: Mixture, options: One);
            return RootMeanSquare(result.Values.Select((value, i) => value - Mixture.LogDensity([data[i]], level)));
        };
    }

    private static Func<int, double> EstimateOverError(PropertyContext context, OrderCase known, ISolver solver)
    {
        (IDiffusionProcess process, IScoreFunction<Tile<double>> score, double[] data) = Setting(context, known);
        NoiseLevel level = process.At(known.End);
        return steps =>
        {
            (LogDensities result, double[] estimates) = FlowLikelihood.EvaluateWithError<double>(
                process, score, context.Parts.Solver(solver), known.WithAPath.Uniform(steps), data, terminal: Mixture, options: One);
            return RootMeanSquare(estimates) / RootMeanSquare(result.Values.Select((value, i) => value - Mixture.LogDensity([data[i]], level)));
        };
    }

    private static Func<int, double> RoundTripError(PropertyContext context, OrderCase known, ISolver solver)
    {
        (IDiffusionProcess process, IScoreFunction<Tile<double>> score, double[] data) = Setting(context, known);
        return steps =>
        {
            TimeGrid grid = known.Uniform(steps);
            ISolver real = context.Parts.Solver(solver);
            double[] latents = Sampler.Encode<double>(process, score, real, grid, data, One).Values;
            double[] back = Sampler.Solve<double>(process, score, real, grid, latents, 0, One).Values;
            return RootMeanSquare(back.Zip(data, static (a, b) => a - b));
        };
    }

    private static (IDiffusionProcess Process, IScoreFunction<Tile<double>> Score, double[] Data) Setting(PropertyContext context, OrderCase known)
    {
        IDiffusionProcess process = context.Under(known.Process);
        IScoreFunction<Tile<double>> score = context.Parts.Score(Mixture);
        if (score is not IDifferentiableScore<Tile<double>>)
        {
            throw new NotApplicableException("the score under test has no products with its Jacobian");
        }

        MixtureLaw law = OrderCase.Mixture.At(process.At(known.End));
        return (process, score, [.. Enumerable.Range(0, Points).Select(i => law.Quantile((i + 0.5) / Points))]);
    }

    private static double RootMeanSquare(IEnumerable<double> errors) => Math.Sqrt(errors.Average(static error => error * error));

    private static SamplerOptions One { get; } = new() { Threads = 1 };
}
