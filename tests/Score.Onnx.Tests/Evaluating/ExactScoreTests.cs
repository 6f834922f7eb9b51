using ScoreSde.Likelihood;
using ScoreSde.Onnx.Networks;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;

namespace ScoreSde.Tests.Evaluating;

/// <summary>An exact score as an ONNX graph of doubles: the path from a file through ONNX Runtime keeps the orders of all deterministic solvers.</summary>
public sealed class ExactScoreTests : IDisposable
{
    private const int Count = 32;
    private const double From = 0.9;
    private const double To = 0.1;

    private static readonly GaussianMixture Law = new([Gaussian.Isotropic([1, 0.5], 0.09), Gaussian.Isotropic([-1.5, 0.25], 0.25)], [0.4, 0.6]);

    private readonly OnnxNetwork network = Outside.Open("exact");

    public static TheoryData<string> Deterministic => [.. KnownSolvers.All.Where(static solver => !solver.Facts.IsStochastic).Select(static solver => solver.Facts.Name)];

    private IDiffusionProcess Process => network.Description.Process;

    public void Dispose() => network.Dispose();

    [Fact]
    public void The_graph_is_the_mixture_to_rounding()
    {
        IScoreFunction<Tile<double>> exact = Law.Score<double>();
        var space = new TileSpace<double>(100, 2);
        (Tile<double> x, Tile<double> a, Tile<double> b) = (space.Allocate(), space.Allocate(), space.Allocate());
        foreach (double t in new[] { 1e-3, 0.05, 0.4, 1 })
        {
            Law.Sample(x.Values, Process.At(t), seed: 4);
            exact.Evaluate(x, Process.At(t), a);
            new OnnxScore<double>(network).Evaluate(x, Process.At(t), b);
            for (int i = 0; i < a.Values.Length; i++)
            {
                Assert.True(Math.Abs(a.Values[i] - b.Values[i]) <= 1e-12 * (1 + Math.Abs(a.Values[i])), $"t {t}: {a.Values[i]:R}, {b.Values[i]:R}");
            }
        }
    }

    // Of double the differences leave next to nothing, of float what the rounding of its answers leaves.
    [Theory]
    [InlineData("exact", 2e-5, 1e-8)]
    [InlineData("exact-single", 1e-2, 2e-4)]
    public void Differences_give_the_densities_of_the_mixture(string name, double step, double tolerance)
    {
        using OnnxNetwork file = Outside.Open(name);
        Assert.Equal(step, file.DifferenceStep);
        double[] data = new double[2 * Count];
        Law.Sample<double>(data, Process.At(0), seed: 3);
        TimeGrid grid = Grids.UniformLambda(Process, 96);
        ISolver solver = KnownSolvers.All.Single(static known => known.Facts.Name == "rk4-sigma");
        LogDensities With(IScoreFunction<Tile<double>> score, IDivergenceRule rule) => FlowLikelihood.Evaluate<double>(Process, score, solver, grid, data, rule, Law, seed: 5);
        foreach (IDivergenceRule rule in new IDivergenceRule[] { new ExactDivergence(), new Hutchinson(2) })
        {
            LogDensities expected = With(Law.Score<double>(), rule);
            LogDensities found = With(new CentralDifferences<double>(new OnnxScore<double>(file), step), rule);
            Assert.True(rule.IsExact || expected.Evaluations == found.Evaluations);
            double worst = expected.Values.Zip(found.Values, static (a, b) => Math.Abs(a - b)).Max();
            Assert.True(worst < tolerance, $"{rule.Name}: {worst:G3}");
        }

        double[] closed = [.. Enumerable.Range(0, Count).Select(row => Law.LogDensity(data.AsSpan(2 * row, 2).ToArray(), Process.At(0)))];
        double Gap(IScoreFunction<Tile<double>> score) => With(score, new ExactDivergence()).Values.Zip(closed, static (a, b) => Math.Abs(a - b)).Max();

        // The steps leave 1.6e-5 with the exact Jacobian; differences add next to nothing.
        double steps = Gap(Law.Score<double>());
        Assert.InRange(steps, 0, 3e-5);
        Assert.InRange(Gap(new CentralDifferences<double>(new OnnxScore<double>(file), step)), 0, steps + tolerance);
    }

    [Theory]
    [MemberData(nameof(Deterministic))]
    public void A_solver_has_its_order_on_the_graph(string name)
    {
        ISolver solver = KnownSolvers.All.Single(known => known.Facts.Name == name);
        double[] coarse = Errors(solver, 64);
        double[] fine = Errors(solver, 128);
        double slope = Math.Log2(coarse[0] / fine[0]);

        // The last term of the error is a fifth of the first at 64 steps at most; a lost order is a whole one.
        Assert.True(slope > solver.Facts.Order - 0.5, $"{name}: slope {slope:F2} where order {solver.Facts.Order} is promised");

        // The same errors as on the mixture itself, which verify holds to their orders.
        Assert.Equal(coarse[1], coarse[0], (1e-6 * coarse[1]) + 1e-11);
        Assert.Equal(fine[1], fine[0], (1e-6 * fine[1]) + 1e-11);
    }

    // Root mean squares of the end against a fine path: of the graph, of the mixture itself.
    private double[] Errors(ISolver solver, int steps)
    {
        double[] reference = End(KnownSolvers.All.Single(static known => known.Facts.Name == "rk4-sigma"), 2048, Law.Score<double>());
        return [.. new IScoreFunction<Tile<double>>[] { new OnnxScore<double>(network), Law.Score<double>() }.Select(score =>
            Math.Sqrt(End(solver, steps, score).Zip(reference, static (x, exact) => (x - exact) * (x - exact)).Average()))];
    }

    private double[] End(ISolver solver, int steps, IScoreFunction<Tile<double>> score)
    {
        (double high, double low) = (Process.At(From).Lambda, Process.At(To).Lambda);
        double[] times = [.. Enumerable.Range(0, steps + 1).Select(i => i == 0 ? From : i == steps ? To : Process.AtLambda(high + ((low - high) * i / steps)).Time)];
        double[] start = new double[2 * Count];
        Law.Sample<double>(start, Process.At(From), seed: 8);
        return Sampler.Solve(Process, score, solver, new TimeGrid("even in λ", times), start, 0).Values;
    }
}
