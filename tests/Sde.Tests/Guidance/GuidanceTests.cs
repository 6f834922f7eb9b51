using ScoreSde.Guidance;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;

namespace ScoreSde.Tests.Guidance;

public sealed class GuidanceTests
{
    private static readonly VariancePreserving Process = new(new LinearSchedule());
    private static readonly GaussianMixture First = GaussianMixture.Of(Gaussian.Isotropic([1, -1], 0.2));
    private static readonly GaussianMixture Both = new([Gaussian.Isotropic([1, -1], 0.2), Gaussian.Isotropic([-1, 0.5], 0.3)], [0.4, 0.6]);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3.5)]
    [InlineData(-1)]
    public void Guidance_without_a_classifier_is_the_gradient_of_the_class_posterior_to_the_power_w(double weight)
    {
        // log p_t(x) + w (log p_t(x|c) − log p_t(x)): the guided law's logarithm up to a constant, known in closed form; by differences.
        var guided = new ClassifierFreeGuidance<double>(First.Score<double>(), Both.Score<double>(), weight);
        NoiseLevel level = Process.At(0.3);
        (Tile<double> x, Tile<double> epsilon) = Tiles(11);
        guided.Evaluate(x, level, epsilon);
        const double Step = 1e-5;
        for (int row = 0; row < x.Rows; row++)
        {
            for (int j = 0; j < 2; j++)
            {
                double slope = (LogDensity(row, j, Step) - LogDensity(row, j, -Step)) / (2 * Step);
                Near.Absolute(-level.Deviation * slope, epsilon.Row(row)[j], 1e-8 * (1 + Math.Abs(weight)));
            }
        }

        double LogDensity(int row, int column, double step)
        {
            double[] point = x.Row(row).ToArray();
            point[column] += step;
            double free = Both.LogDensity(point, level);
            return free + (weight * (First.LogDensity(point, level) - free));
        }
    }

    [Theory]
    [InlineData(-1.5)]
    [InlineData(0)]
    [InlineData(0.25)]
    [InlineData(1)]
    [InlineData(7)]
    public void Guidance_goes_from_the_free_model_towards_the_class_by_w_row_by_row(double weight)
    {
        var guided = new ClassifierFreeGuidance<double>(First.Score<double>(), Both.Score<double>(), weight);
        NoiseLevel level = Process.At(0.3);
        (Tile<double> x, Tile<double> epsilon) = Tiles(11);
        (Tile<double> free, Tile<double> learned) = Tiles(11);
        Both.Score<double>().Evaluate(x, level, free);
        First.Score<double>().Evaluate(x, level, learned);
        guided.Evaluate(x, level, epsilon);
        Check(1e-14);
        epsilon.Values.Clear();
        guided.Evaluate(x, [.. Enumerable.Repeat(level, 11)], [.. Enumerable.Range(0, 11).Select(i => (long)i)], epsilon);
        Check(1e-13);

        void Check(double tolerance)
        {
            for (int i = 0; i < epsilon.Values.Length; i++)
            {
                (double none, double one) = (free.Values[i], learned.Values[i]);
                Near.Absolute(none + (weight * (one - none)), epsilon.Values[i], tolerance * (1 + Math.Abs(weight)) * (1 + Math.Abs(one) + Math.Abs(none)));
                Assert.True(Math.Abs(one - none) > 1e-6, "The two models must differ for the rule to show.");
                if (weight is 0 or 1)
                {
                    Assert.Equal(weight == 0 ? none : one, epsilon.Values[i], tolerance * (1 + Math.Abs(one)));
                }
            }
        }
    }

    [Fact]
    public void A_users_gradient_counts_by_its_weight_and_the_noise_of_its_level()
    {
        GaussianMixture prior = GaussianMixture.Of(Gaussian.Isotropic([0.5, -0.2], 0.7));
        var gradient = new Gradient([1.2, -0.9], prior.Components[0].Mean, 0.7, 0.1);
        NoiseLevel level = Process.At(0.2);
        (Tile<double> x, Tile<double> epsilon) = Tiles(7);
        (Tile<double> plain, Tile<double> slope) = Tiles(7);
        prior.Score<double>().Evaluate(x, level, plain);
        gradient.Evaluate(x, level, slope);
        foreach (double weight in new[] { 0, 1, -0.5, 3 })
        {
            new GradientGuidance<double>(prior.Score<double>(), gradient, weight).Evaluate(x, level, epsilon);
            for (int i = 0; i < 14; i++)
            {
                Near.Absolute(plain.Values[i] - (weight * level.Deviation * slope.Values[i]), epsilon.Values[i], 1e-13 * (1 + Math.Abs(epsilon.Values[i])));
            }
        }
    }

    [Fact]
    public void Guided_products_are_those_of_the_guided_score()
    {
        var guided = new ClassifierFreeGuidance<double>(First.Score<double>(), Both.Score<double>(), 2.5);
        NoiseLevel level = Process.At(0.3);
        (Tile<double> x, Tile<double> up) = Tiles(5);
        (Tile<double> vector, Tile<double> product) = Tiles(5);
        (Tile<double> shifted, Tile<double> down) = Tiles(5);
        guided.TransposedJacobianProduct(x, level, vector, product);
        const double Step = 1e-5;
        for (int j = 0; j < 2; j++)
        {
            Shift(shifted, j, Step);
            guided.Evaluate(shifted, level, up);
            Shift(shifted, j, -2 * Step);
            guided.Evaluate(shifted, level, down);
            Shift(shifted, j, Step);
            for (int row = 0; row < 5; row++)
            {
                double difference = 0;
                for (int i = 0; i < 2; i++)
                {
                    difference += (up.Row(row)[i] - down.Row(row)[i]) / (2 * Step) * vector.Row(row)[i];
                }

                Near.Absolute(difference, product.Row(row)[j], 2e-8);
            }
        }
    }

    [Fact]
    public void A_gradient_of_the_users_turns_the_prior_into_the_posterior()
    {
        // x₀ ~ N(m, v I), y = x₀ + n: p_t(y|x) = N(y; x̂₀, c + σ_y²), c = Var(x₀|x_t), whose gradient the user writes down.
        GaussianMixture prior = GaussianMixture.Of(Gaussian.Isotropic([0.5, -0.2], 0.7));
        double[] y = [1.2, -0.9];
        const double Noise = 0.1;
        GaussianMixture posterior = GaussianMixture.Of(Gaussian.Isotropic(
            [.. y.Select((value, j) => ((0.7 * value) + (Noise * prior.Components[0].Mean[j])) / (0.7 + Noise))], 0.7 * Noise / (0.7 + Noise)));
        var guided = new GradientGuidance<double>(prior.Score<double>(), new Gradient(y, prior.Components[0].Mean, 0.7, Noise));
        Assert.Equal(1, guided.EvaluationsPerCall);
        foreach (double time in new[] { 0.01, 0.2, 0.9 })
        {
            (Tile<double> x, Tile<double> epsilon) = Tiles(7);
            (_, Tile<double> exact) = Tiles(7);
            guided.Evaluate(x, Process.At(time), epsilon);
            posterior.Score<double>().Evaluate(x, Process.At(time), exact);
            for (int i = 0; i < 14; i++)
            {
                Near.Absolute(exact.Values[i], epsilon.Values[i], 1e-12 * (1 + Math.Abs(exact.Values[i])));
            }
        }
    }

    [Fact]
    public void Guided_samples_have_the_same_bits_for_every_tile_and_thread_count_and_count_two_evaluations()
    {
        var guided = new ClassifierFreeGuidance<float>(First.Score<float>(), Both.Score<float>(), 2);
        SampleSet<float> Sample(int threads, int rows) => Sampler.Sample(
            Process, guided, new Heun(), Grids.Quadratic(6), 200, 3, new SamplerOptions { Threads = threads, TileRows = rows });
        SampleSet<float> expected = Sample(1, 200);
        Assert.Equal(expected.Values, Sample(2, 23).Values);
        Assert.Equal(expected.Values, Sample(3, 1).Values);
        Assert.Equal(22, expected.Evaluations);
    }

    [Fact]
    public void Guidance_allocates_nothing_once_it_is_warm()
    {
        var guided = new ClassifierFreeGuidance<double>(First.Score<double>(), Both.Score<double>(), 2);
        (Tile<double> x, Tile<double> epsilon) = Tiles(33);
        long least = long.MaxValue;
        for (int i = 0; i < 6; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            guided.Evaluate(x, Process.At(0.5), epsilon);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    [Fact]
    public void Models_that_do_not_go_together_are_refused()
    {
        Refused.By("unconditional", "2 and 1", () => new ClassifierFreeGuidance<double>(
            First.Score<double>(), GaussianMixture.Of(Gaussian.Isotropic([0], 1)).Score<double>(), 2));
        Refused.By("weight", "finite", () => new ClassifierFreeGuidance<double>(First.Score<double>(), Both.Score<double>(), double.NaN));
    }

    private static (Tile<double> X, Tile<double> Result) Tiles(int rows)
    {
        var space = new TileSpace<double>(rows, 2);
        (Tile<double> x, Tile<double> result) = (space.Allocate(), space.Allocate());
        Both.Sample(x.Values, Process.At(0.3), seed: 3);
        return (x, result);
    }

    private static void Shift(Tile<double> x, int column, double step)
    {
        for (int row = 0; row < x.Rows; row++)
        {
            x.Row(row)[column] += step;
        }
    }

    private sealed class Gradient(double[] y, double[] mean, double variance, double noise) : ILikelihoodGradient<Tile<double>>
    {
        public void Evaluate(Tile<double> x, NoiseLevel level, Tile<double> gradient)
        {
            double a = level.MeanScale;
            double spread = (a * a * variance) + level.Variance;
            double slope = a * variance / spread;
            for (int i = 0; i < x.Values.Length; i++)
            {
                double data = mean[i % 2] + (slope * (x.Values[i] - (a * mean[i % 2])));
                gradient.Values[i] = slope * (y[i % 2] - data) / ((variance * level.Variance / spread) + noise);
            }
        }
    }
}
