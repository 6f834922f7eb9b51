using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;

namespace ScoreSde.Tests.Solvers;

/// <summary>Ancestral steps with one variance for each sample, by the trace of the Jacobian.</summary>
public sealed class TraceAncestralTests
{
    private static readonly VariancePreserving Process = new(new LinearSchedule());
    private static readonly (double[] Mean, double[,] Covariance, double Weight)[] Parts =
    [
        ([1, -1], new[,] { { 0.8, 0.3 }, { 0.3, 0.4 } }, 1),
        ([-2, 0.5], new[,] { { 0.1, -0.05 }, { -0.05, 0.2 } }, 2),
    ];

    private static readonly GaussianMixture Law = new([.. Parts.Select(static part => Gaussian.WithCovariance(part.Mean, part.Covariance))], [.. Parts.Select(static part => part.Weight)]);

    /// <summary>The noise of a step at x has variance β̃ + c² tr Cov(ε | x)/d, the covariance by Bayes' rule over the parts; with probes two variances, as often one as the other, whose mean that is.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void The_variance_of_a_step_is_that_of_the_noise_given_x(int probes)
    {
        const int Rows = 400;
        var space = new TileSpace<double>(Rows, 2);
        (Tile<double> x, Tile<double> z, Tile<double> epsilon) = (space.Allocate(), space.Allocate(), space.Allocate());
        IScoreFunction<Tile<double>> score = Law.Score<double>();
        foreach ((double from, double to) in new[] { (1.0, 0.5), (0.5, 0.3), (0.3, 0.1), (0.05, 0.02) })
        {
            var step = new GridStep(0, 2, Process.At(from), Process.At(to), 7);
            double[] place = [0.4 * Process.At(from).MeanScale, -0.3];
            for (int row = 0; row < Rows; row++)
            {
                place.CopyTo(x.Row(row));
            }

            score.Evaluate(x, step.From, epsilon);
            double c = step.TransitionVariance / (step.TransitionScale * step.From.Deviation);
            double[] mean = [.. place.Select((value, j) => (value / step.TransitionScale) - (c * epsilon.Values[j]))];
            new TraceAncestral(probes).CreateStepper(new Problem<Tile<double>>(Process, score, space)).Step(x, in step);
            space.FillNormal(z, 1, step.Noise(NoisePurpose.Step));
            double[] variances = [.. Enumerable.Range(0, Rows).Select(row => Square((x.Row(row)[0] - mean[0]) / z.Row(row)[0]))];
            Assert.All(Enumerable.Range(0, Rows), row => Near.Relative(variances[row], Square((x.Row(row)[1] - mean[1]) / z.Row(row)[1]), 1e-6));

            double exact = step.PosteriorVariance + (c * c * Spread(step.From, place));
            double[] kinds = [variances.Min(), variances.Max()];
            Near.Relative(exact, kinds.Average(), 1e-6);
            Assert.All(variances, variance => Assert.True(variance >= step.PosteriorVariance * (1 - 1e-9)));
            Assert.Equal(probes == 0, kinds[1] - kinds[0] < 1e-6 * exact);
            if (probes > 0)
            {
                // Of 400 fair coins; α = 1e-6.
                Assert.InRange(variances.Count(variance => variance > exact), 200 - 49, 200 + 49);
            }
        }
    }

    /// <summary>Isotropic Gaussian data keep their law at any number of steps; others have it in the limit, with order 1: the variances by exact moments of the real stepper, affine in x.</summary>
    [Fact]
    public void Its_limit_is_the_law_of_the_data()
    {
        Assert.All(Misses([0.3, 0.3], 5), static miss => Assert.InRange(Math.Abs(miss), 0, 1e-12));
        double[] coarse = Misses([0.04, 2], 200);
        double[] fine = Misses([0.04, 2], 400);
        for (int j = 0; j < 2; j++)
        {
            Assert.True(Math.Abs(fine[j]) > 1e-6);
            Near.Absolute(1, Math.Log2(coarse[j] / fine[j]), 0.05);
        }
    }

    /// <summary>The mean number of the diagonal is what the trace is of, so in one dimension the two methods are one, to the bit.</summary>
    [Fact]
    public void In_one_dimension_it_is_the_method_of_the_diagonal()
    {
        GaussianMixture law = new([Gaussian.Isotropic([1], 0.2), Gaussian.Isotropic([-1], 0.05)], [1, 3]);
        Assert.Equal(Drawn(new JacobianAncestral(), 1), Drawn(new TraceAncestral(), 3));

        // A sign by itself is no chance.
        Assert.All(Drawn(new TraceAncestral(), 1).Zip(Drawn(new TraceAncestral(2), 2)), static pair => Near.Absolute(pair.First, pair.Second, 1e-12));

        double[] Drawn(ISolver solver, int threads) =>
            Sampler.Sample(Process, law.Score<double>(), solver, Grids.Uniform(7), 600, 3, new SamplerOptions { Threads = threads }).Values;
    }

    [Fact]
    public void Models_without_a_trace_are_refused_with_what_to_take()
    {
        var problem = new Problem<Tile<double>>(Process, new Blind(), new TileSpace<double>(1, 2));
        Refused.By("problem", "ddpm-residual needs none", () => new TraceAncestral().CreateStepper(problem));
        Refused.By("problem", "ddpm-residual needs none", () => new TraceAncestral(2).CreateStepper(problem));
        Refused.By("problem", "as ddpm-trace:4", () => new TraceAncestral().CreateStepper(problem with { Score = new ScoreSde.Likelihood.CentralDifferences<double>(new Blind(), 1e-3) }));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new TraceAncestral(-1));
        Assert.Equal("ddpm-trace", new TraceAncestral(3).Facts.Name);
    }

    /// <summary>What a budget pays for counts the products: a run takes what the facts on its score say, for a law with a diagonal in closed form and for a score that has products alone.</summary>
    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(3)]
    public void A_budget_pays_for_the_products_too(int probes)
    {
        ISolver solver = probes < 0 ? new JacobianAncestral() : new TraceAncestral(probes);
        (IScoreFunction<Tile<double>> Score, int Products)[] scores = [(Law.Score<double>(), probes > 0 ? probes : 1), (new ProductsAlone(Law.Score<double>()), probes > 0 ? probes : 2)];
        foreach ((IScoreFunction<Tile<double>> score, int products) in scores)
        {
            SolverFacts facts = solver.Facts.On(score);
            Assert.Equal((1 + (2 * products), 1), (facts.EvaluationsPerStep, facts.EvaluationsInStepToZero));
            const int Budget = 30;
            int steps = facts.StepsWithin(Budget, endsAtZero: true);
            Assert.True(facts.Evaluations(steps + 1, endsAtZero: true) > Budget);
            SampleSet<double> drawn = Sampler.Sample(Process, score, solver, Grids.Uniform(steps), 3, 1);
            Assert.Equal(facts.Evaluations(steps, endsAtZero: true), drawn.Evaluations);
            Assert.InRange(drawn.Evaluations, 1, Budget);
        }

        Assert.Same(new Ddim().Facts.Products, new Ddim().Facts.On(Law.Score<double>()).Products);
    }

    // A network's way: the diagonal by a product for each number.
    private sealed class ProductsAlone(IScoreFunction<Tile<double>> law) : IJacobianProducts<Tile<double>>
    {
        public int Dimension => law.Dimension;

        public void Evaluate(Tile<double> x, NoiseLevel level, Tile<double> epsilon) => law.Evaluate(x, level, epsilon);

        public void TransposedJacobianProduct(Tile<double> x, NoiseLevel level, Tile<double> cotangent, Tile<double> product) =>
            ((IDifferentiableScore<Tile<double>>)law).TransposedJacobianProduct(x, level, cotangent, product);

        public bool TryEvaluateWithProducts(Tile<double> x, NoiseLevel level, Tile<double> epsilon, ReadOnlySpan<Tile<double>> cotangents, ReadOnlySpan<Tile<double>> products) => false;

        public bool TryEvaluateWithDiagonal(Tile<double> x, NoiseLevel level, Tile<double> epsilon, Tile<double> diagonal)
        {
            Evaluate(x, level, epsilon);
            return ((IJacobianDiagonal<Tile<double>>)law).TryDiagonal(x, level, diagonal);
        }
    }

    // By how much the variance of each number is off at the end, from the law at t = 1 on.
    private static double[] Misses(double[] variances, int steps)
    {
        IScoreFunction<Tile<double>> score = GaussianMixture.Of(Gaussian.AlongAxes([0, 0], variances)).Score<double>();
        TimeGrid grid = Grids.Uniform(steps, 0.01);
        var space = new TileSpace<double>(2, 2);
        (Tile<double> x, Tile<double> z) = (space.Allocate(), space.Allocate());
        IStepper<Tile<double>> stepper = new TraceAncestral().CreateStepper(new Problem<Tile<double>>(Process, score, space));
        double[] moments = [.. variances.Select(v => Marginal(v, Process.At(1)))];
        foreach (GridStep step in GridSteps.Down(Process, score.Range, grid, 5))
        {
            // Rows 0 and 1 have noises of their own: what noise leaves at x = 0, and what is then left of x = 1.
            x.Row(0).Clear();
            x.Row(1).Fill(1);
            stepper.Step(x, in step);
            space.FillNormal(z, 1, step.Noise(NoisePurpose.Step));
            for (int j = 0; j < 2; j++)
            {
                double deviation = x.Row(0)[j] / z.Row(0)[j];
                moments[j] = (Square(x.Row(1)[j] - (deviation * z.Row(1)[j])) * moments[j]) + Square(deviation);
            }
        }

        return [.. moments.Select((moment, j) => moment - Marginal(variances[j], Process.At(0.01)))];
    }

    private static double Marginal(double variance, NoiseLevel level) => (level.MeanScale * level.MeanScale * variance) + level.Variance;

    // tr Cov(ε | x)/2: given a part ε has mean σ S⁻¹ (x − α μ) and covariance I − σ² S⁻¹, S = α² C + σ² I.
    private static double Spread(NoiseLevel level, double[] x)
    {
        var given = new List<(double Share, double[] Mean, double Trace)>();
        foreach ((double[] mean, double[,] covariance, double weight) in Parts)
        {
            double square = level.MeanScale * level.MeanScale;
            (double a, double b, double d) = ((square * covariance[0, 0]) + level.Variance, square * covariance[0, 1], (square * covariance[1, 1]) + level.Variance);
            double determinant = (a * d) - (b * b);
            double[] off = [x[0] - (level.MeanScale * mean[0]), x[1] - (level.MeanScale * mean[1])];
            double[] solved = [((d * off[0]) - (b * off[1])) / determinant, ((a * off[1]) - (b * off[0])) / determinant];
            double density = weight * Math.Exp(-0.5 * ((off[0] * solved[0]) + (off[1] * solved[1]))) / Math.Sqrt(determinant);
            given.Add((density, [level.Deviation * solved[0], level.Deviation * solved[1]], 2 - (level.Variance * (a + d) / determinant)));
        }

        double total = given.Sum(static part => part.Share);
        double[] centre = [.. Enumerable.Range(0, 2).Select(j => given.Sum(part => part.Share * part.Mean[j]) / total)];
        return given.Sum(part => part.Share / total * (part.Trace + Square(part.Mean[0] - centre[0]) + Square(part.Mean[1] - centre[1]))) / 2;
    }

    private static double Square(double value) => value * value;

    private sealed class Blind : IScoreFunction<Tile<double>>
    {
        public int Dimension => 2;

        public void Evaluate(Tile<double> x, NoiseLevel level, Tile<double> epsilon) => x.Values.CopyTo(epsilon.Values);
    }
}
