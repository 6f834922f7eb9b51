using MathNet.Numerics.Integration;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.States;
using ScoreSde.Verification.Instruments;

namespace ScoreSde.Tests.Scores;

/// <summary>The oracle of all other tests is held against definitions: integrals, differences, moments, Bayes.</summary>
public sealed class GaussianMixtureTests
{
    [Fact]
    public void The_score_is_the_gradient_of_the_log_density()
    {
        var score = new double[2];
        foreach (NoiseLevel level in MixtureCases.Levels)
        {
            foreach ((double x, double y) in new[] { (0.3, 0.2), (-1.5, 1.1), (2.5, -3.0), (0.0, 0.0) })
            {
                MixtureCases.TwoDimensions.Score([x, y], level, score);
                double size = 1 + Math.Abs(score[0]) + Math.Abs(score[1]);
                Near.Absolute(Slope(u => MixtureCases.TwoDimensions.LogDensity([u, y], level), x), score[0], 1e-8 * size);
                Near.Absolute(Slope(u => MixtureCases.TwoDimensions.LogDensity([x, u], level), y), score[1], 1e-8 * size);
            }
        }
    }

    /// <summary>Distances are summed four at a time, and what is left one by one: with up to nine numbers, against the formula of independent ones.</summary>
    [Fact]
    public void In_every_dimension_density_and_score_are_those_of_the_formula()
    {
        NoiseLevel level = MixtureCases.Levels[1];
        for (int d = 1; d <= 9; d++)
        {
            double[] x = [.. Enumerable.Range(0, d).Select(static j => Math.Sin(3 * j) + 0.2)];
            double[][] means = [[.. x.Select(static (_, j) => 0.3 * j)], [.. x.Select(static (_, j) => Math.Cos(j))]];
            GaussianMixture law = new([Gaussian.Isotropic(means[0], 0.5), Gaussian.Isotropic(means[1], 0.8)], [1, 3]);
            double[] logs = [.. means.Select((mean, k) =>
            {
                double variance = (level.MeanScale * level.MeanScale * (k == 0 ? 0.5 : 0.8)) + level.Variance;
                double square = x.Select((value, j) => Math.Pow(value - (level.MeanScale * mean[j]), 2)).Sum();
                return Math.Log(k == 0 ? 0.25 : 0.75) - (0.5 * ((square / variance) + (d * Math.Log(2 * Math.PI * variance))));
            })];
            Near.Absolute(Math.Log(logs.Sum(Math.Exp)), law.LogDensity(x, level), 1e-12);
            var score = new double[d];
            law.Score(x, level, score);
            for (int j = 0; j < d; j++)
            {
                int own = j;
                Near.Absolute(Slope(u => law.LogDensity([.. x[..own], u, .. x[(own + 1)..]], level), x[j]), score[j], 1e-8);
            }
        }
    }

    // A row of a million numbers is 8 MB, more than a stack has: density, score and draw against the closed forms of independent numbers.
    [Fact]
    public void A_million_dimensions_are_no_other_law()
    {
        const int d = 1_000_000;
        double[] mean = [.. Enumerable.Range(0, d).Select(static i => Math.Sin(i))];
        double[] variances = [.. Enumerable.Range(0, d).Select(static i => 1.0 + (i % 3))];
        var mixture = new GaussianMixture([Gaussian.AlongAxes(mean, variances)]);
        NoiseLevel level = MixtureCases.Levels.First(static level => level.Variance > 0);
        (double a, double s2) = (level.MeanScale, level.Variance);
        var draw = new float[2 * d];
        mixture.Sample<float>(draw, level, seed: 3);
        double[] x = [.. draw.Take(d).Select(static value => (double)value)];
        var score = new double[d];
        mixture.Score(x, level, score);
        (double log, double square, double worst) = (0, 0, 0);
        for (int i = 0; i < d; i++)
        {
            double variance = (a * a * variances[i]) + s2;
            double along = x[i] - (a * mean[i]);
            log -= 0.5 * ((along * along / variance) + Math.Log(2 * Math.PI * variance));
            square += along * along / variance;
            worst = Math.Max(worst, Math.Abs((-along / variance) - score[i]));
        }

        Near.Absolute(0, worst, 1e-12);
        Near.Absolute(log, mixture.LogDensity(x, level), 1e-10 * d);

        // χ² of d degrees: 4.417 √(2 d) is the two-sided quantile of α = 1e-5.
        Assert.InRange(square - d, -4.417 * Math.Sqrt(2.0 * d), 4.417 * Math.Sqrt(2.0 * d));
        var second = new float[d];
        mixture.Sample<float>(second, level, seed: 3, firstSample: 1);
        Assert.True(second.AsSpan().SequenceEqual(draw.AsSpan(d)));
    }

    [Fact]
    public void The_density_integrates_to_one_and_has_the_moments_of_the_noised_data()
    {
        foreach (NoiseLevel level in MixtureCases.Levels)
        {
            double a = level.MeanScale;
            double s2 = level.Variance;
            (double mass, double mean, double second) = (0, 0, 0);
            double reach = (3 * a) + (12 * Math.Sqrt((a * a * 0.16) + s2));
            for (int i = 0; i < 400; i++)
            {
                double from = -reach + (2 * reach * i / 400);
                double to = -reach + (2 * reach * (i + 1) / 400);
                mass += GaussLegendreRule.Integrate(Density, from, to, 8);
                mean += GaussLegendreRule.Integrate(x => x * Density(x), from, to, 8);
                second += GaussLegendreRule.Integrate(x => x * x * Density(x), from, to, 8);
            }

            double DataMean() => (0.3 * -1) + (0.7 * 0.8);
            double DataSecond() => (0.3 * (1 + 0.04)) + (0.7 * (0.64 + 0.16));
            Near.Relative(1, mass, 1e-13);
            Near.Relative(a * DataMean(), mean, 1e-11);
            Near.Relative((a * a * DataSecond()) + s2, second, 1e-12);

            double Density(double x) => Math.Exp(MixtureCases.OneDimension.LogDensity([x], level));
        }
    }

    [Fact]
    public void The_density_with_full_covariances_integrates_to_one_in_the_plane()
    {
        NoiseLevel level = MixtureCases.Levels[1];
        double mass = 0;
        const double H = 0.1;
        // The trapezium rule converges faster than any power for such smooth functions.
        for (int i = -80; i <= 80; i++)
        {
            for (int j = -80; j <= 80; j++)
            {
                mass += H * H * Math.Exp(MixtureCases.TwoDimensions.LogDensity([i * H, j * H], level));
            }
        }

        Near.Relative(1, mass, 1e-12);
    }

    [Fact]
    public void In_one_dimension_it_agrees_with_an_independent_mixture()
    {
        var independent = new MixtureLaw((0.3, -1, 0.04), (0.7, 0.8, 0.16));
        var score = new double[1];
        foreach (NoiseLevel level in MixtureCases.Levels)
        {
            MixtureLaw law = independent.At(level);
            for (double x = -4; x <= 4; x += 0.37)
            {
                MixtureCases.OneDimension.Score([x], level, score);
                Near.Relative(law.Score(x), score[0], 1e-12);
                Near.Absolute(Math.Log(law.Density(x)), MixtureCases.OneDimension.LogDensity([x], level), 1e-12 * (1 + (x * x / level.Variance)));
            }
        }
    }

    [Fact]
    public void Far_from_all_modes_the_score_is_that_of_the_nearest_and_stays_finite()
    {
        NoiseLevel level = MixtureCases.Levels[0];
        Span<double> score = stackalloc double[1];
        MixtureCases.OneDimension.Score([1e6], level, score);
        double v = (level.MeanScale * level.MeanScale * 0.16) + level.Variance;
        Near.Relative(-(1e6 - (level.MeanScale * 0.8)) / v, score[0], 1e-12);
    }

    [Fact]
    public void Epsilon_is_minus_deviation_times_score_in_double_and_in_float()
    {
        NoiseLevel level = MixtureCases.Levels[1];
        Span<double> score = stackalloc double[2];
        var space = new TileSpace<double>(4, 2);
        var single = new TileSpace<float>(4, 2);
        Tile<double> x = space.Allocate();
        Tile<double> epsilon = space.Allocate();
        Tile<float> xSingle = single.Allocate();
        Tile<float> epsilonSingle = single.Allocate();
        for (int i = 0; i < 8; i++)
        {
            xSingle.Values[i] = (float)((0.7 * i) - 2);
            x.Values[i] = xSingle.Values[i];
        }

        MixtureCases.TwoDimensions.Score<double>().Evaluate(x, level, epsilon);
        MixtureCases.TwoDimensions.Score<float>().Evaluate(xSingle, level, epsilonSingle);
        for (int row = 0; row < 4; row++)
        {
            MixtureCases.TwoDimensions.Score(x.Row(row), level, score);
            for (int j = 0; j < 2; j++)
            {
                double expected = -level.Deviation * score[j];
                // A few roundings of exponents of size (x − μ)²/c, in the tile's own precision.
                Near.Absolute(expected, epsilon.Row(row)[j], 1e-14 * (1 + Math.Abs(expected)));
                Near.Absolute(expected, epsilonSingle.Row(row)[j], 5e-6 * (1 + Math.Abs(expected)));
            }
        }
    }

    [Fact]
    public void Far_out_epsilon_stays_finite_in_double_and_in_float()
    {
        NoiseLevel level = MixtureCases.Levels[0];
        var space = new TileSpace<float>(2, 1);
        Tile<float> x = space.Allocate();
        Tile<float> epsilon = space.Allocate();
        (x.Values[0], x.Values[1]) = (1000, -1000);
        MixtureCases.OneDimension.Score<float>().Evaluate(x, level, epsilon);
        double a = level.MeanScale;
        Near.Relative(level.Deviation * (1000 - (0.8 * a)) / ((a * a * 0.16) + level.Variance), epsilon.Values[0], 1e-5);
        // The wider part wins far out on either side.
        Near.Relative(level.Deviation * (-1000 - (0.8 * a)) / ((a * a * 0.16) + level.Variance), epsilon.Values[1], 1e-5);
    }

    [Fact]
    public void Tweedie_gives_the_mean_of_the_data_given_the_noised_state()
    {
        // E[x₀ | x] = (x + σ² s)/α against Bayes by quadrature over x₀.
        var data = new MixtureLaw((0.3, -1, 0.04), (0.7, 0.8, 0.16));
        NoiseLevel level = MixtureCases.Levels[1];
        Span<double> score = stackalloc double[1];
        foreach (double x in new[] { -1.5, -0.2, 0.4, 2.0 })
        {
            (double mass, double mean) = (0, 0);
            for (int i = 0; i < 400; i++)
            {
                double from = -5 + (0.025 * i);
                mass += GaussLegendreRule.Integrate(Joint, from, from + 0.025, 8);
                mean += GaussLegendreRule.Integrate(x0 => x0 * Joint(x0), from, from + 0.025, 8);
            }

            MixtureCases.OneDimension.Score([x], level, score);
            Near.Relative(mean / mass, (x + (level.Variance * score[0])) / level.MeanScale, 1e-10);

            double Joint(double x0)
            {
                double d = x - (level.MeanScale * x0);
                return data.Density(x0) * Math.Exp(-d * d / (2 * level.Variance));
            }
        }
    }

    [Fact]
    public void Draws_have_the_moments_of_the_law_at_every_level()
    {
        // z-scores of 5 moments at 5 levels; 5.3 standard errors are exceeded with α = 25 · 1.2e-7 < 1e-5.
        const int Count = 8000;
        foreach (NoiseLevel level in MixtureCases.Levels)
        {
            var x = new double[Count * 2];
            MixtureCases.TwoDimensions.Sample<double>(x, level, seed: 7);
            double a = level.MeanScale;
            double s2 = level.Variance;
            Check(static (u, _) => u, a * -0.25);
            Check(static (_, v) => v, a * 0.875);
            Check(static (u, _) => u * u, (a * a * (((1 + 0.5) / 4) + ((1 + 0.2) / 2) + (1.0 / 4))) + s2);
            Check(static (_, v) => v * v, (a * a * (((0.25 + 0.4) / 4) + ((1 + 0.2) / 2) + ((4 + 1.0) / 4))) + s2);
            Check(static (u, v) => u * v, a * a * (((-0.5 + 0.3) / 4) + (-1 / 2.0) + (-1 / 4.0)));

            void Check(Func<double, double, double> f, double expected)
            {
                (double sum, double squares) = (0, 0);
                for (int i = 0; i < Count; i++)
                {
                    double value = f(x[2 * i], x[(2 * i) + 1]);
                    sum += value;
                    squares += value * value;
                }

                double mean = sum / Count;
                double error = Math.Sqrt(((squares / Count) - (mean * mean)) / Count);
                Assert.True(Math.Abs(mean - expected) <= 5.3 * error, $"{mean:R} for {expected:R}, standard error {error:E2}");
            }
        }
    }

    [Fact]
    public void Draws_in_one_dimension_follow_the_distribution_function()
    {
        // Kolmogorov and Smirnov: P(√n D > 2.5) = 2 e^(−12.5) = 7e-6.
        const int Count = 8000;
        var law = new MixtureLaw((0.3, -1, 0.04), (0.7, 0.8, 0.16));
        NoiseLevel level = MixtureCases.Levels[0];
        var x = new double[Count];
        MixtureCases.OneDimension.Sample<double>(x, level, seed: 3);
        Array.Sort(x);
        MixtureLaw at = law.At(level);
        double distance = 0;
        for (int i = 0; i < Count; i++)
        {
            double below = at.Below(x[i]);
            distance = Math.Max(distance, Math.Max(below - ((double)i / Count), ((i + 1.0) / Count) - below));
        }

        Assert.InRange(Math.Sqrt(Count) * distance, 0.2, 2.5);
    }

    [Fact]
    public void A_draw_depends_on_its_index_and_the_seed_alone()
    {
        NoiseLevel level = MixtureCases.Levels[1];
        var all = new float[40];
        MixtureCases.TwoDimensions.Sample<float>(all, level, seed: 11);
        var part = new float[10];
        MixtureCases.TwoDimensions.Sample<float>(part, level, seed: 11, firstSample: 8);
        Assert.Equal(all[16..26], part);
        MixtureCases.TwoDimensions.Sample<float>(part, level, seed: 12, firstSample: 8);
        Assert.NotEqual(all[16..26], part);
    }

    [Fact]
    public void Mixtures_that_make_no_law_are_refused()
    {
        Gaussian one = Gaussian.Isotropic([0], 1);
        Assert.Throws<ArgumentException>(static () => new GaussianMixture([]));
        Assert.Throws<ArgumentException>(() => new GaussianMixture([one, Gaussian.Isotropic([0, 0], 1)]));
        Assert.Throws<ArgumentException>(() => new GaussianMixture([one], [0.5, 0.5]));
        foreach (double weight in new[] { 0, -1, double.NaN, double.PositiveInfinity })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => new GaussianMixture([one], [weight]));
        }

        Assert.Throws<ArgumentOutOfRangeException>(static () => Gaussian.Isotropic([0], -1));
        Assert.Throws<ArgumentOutOfRangeException>(static () => Gaussian.Isotropic([double.NaN], 1));
        Assert.Throws<ArgumentException>(static () => Gaussian.WithCovariance([0, 0], new[,] { { 1.0 } }));
        Assert.Throws<ArgumentException>(static () => Gaussian.WithCovariance([0, 0], new[,] { { 1.0, 0.5 }, { 0.4, 1.0 } }));
        Assert.Throws<ArgumentException>(static () => Gaussian.WithCovariance([0, 0], new[,] { { 1.0, 2.0 }, { 2.0, 1.0 } }));
        Assert.Throws<ArgumentException>(static () => Gaussian.WithCovariance([0, 0], new[,] { { double.NaN, 0.0 }, { 0.0, 1.0 } }));
    }

    [Fact]
    public void The_ring_has_its_modes_on_the_circle()
    {
        GaussianMixture ring = GaussianMixture.Ring();
        Assert.Equal(8, ring.Components.Count);
        Assert.All(ring.Components, static mode => Near.Relative(4, Math.Sqrt((mode.Mean[0] * mode.Mean[0]) + (mode.Mean[1] * mode.Mean[1])), 1e-15));
        Assert.All(ring.Components, static mode => Assert.Equal(0.09, mode.Eigenvalues[0], 15));
        Assert.All(ring.Weights, static weight => Assert.Equal(0.125, weight));
    }

    // Central difference of order 6.
    private static double Slope(Func<double, double> f, double x)
    {
        const double H = 0.004;
        return ((45 * (f(x + H) - f(x - H))) - (9 * (f(x + (2 * H)) - f(x - (2 * H)))) + f(x + (3 * H)) - f(x - (3 * H))) / (60 * H);
    }
}
