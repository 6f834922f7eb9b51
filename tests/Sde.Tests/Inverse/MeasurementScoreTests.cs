using ScoreSde.Inverse;
using ScoreSde.Inverse.Operators;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;

namespace ScoreSde.Tests.Inverse;

public sealed class MeasurementScoreTests
{
    private static readonly GaussianMixture Prior = GaussianMixture.Of(InverseCases.Correlated);

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.01)]
    [InlineData(0)]
    public void Moment_matching_is_the_exact_posterior_score_of_correlated_gaussians(double deviation)
    {
        foreach (Measurement measurement in new[] { InverseCases.Mixed(deviation), InverseCases.Masked(deviation) })
        {
            CheckSame(
                ExactPosterior.Of(Prior, measurement).Score<double>(),
                new MomentMatchingScore<double>(Prior.Score<double>(), measurement, steps: 2));
        }
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(0)]
    public void Moment_matching_is_exact_for_operators_of_very_different_singular_values_whatever_its_rough_start(double deviation)
    {
        var measurement = new Measurement(new DenseOperator(new[,] { { 1.0, 0, 0 }, { 0, 0, 1e-3 } }), [0.9, -2e-4], deviation * 1e-2);
        foreach (double dataVariance in new[] { 1, 30, 0.02 })
        {
            CheckSame(
                ExactPosterior.Of(Prior, measurement).Score<double>(),
                new MomentMatchingScore<double>(Prior.Score<double>(), measurement, steps: 2, dataVariance: dataVariance),
                1e-7);
        }
    }

    [Fact]
    public void One_step_of_moment_matching_is_exact_where_its_rough_start_is()
    {
        // Data of one variance, which the rough W knows: its direction is the answer, whatever the singular values.
        var prior = GaussianMixture.Of(Gaussian.Isotropic([0.4, -0.3, 0.2], 0.8));
        var measurement = new Measurement(new DenseOperator(new[,] { { 1.0, 0, 0 }, { 0, 0.3, 0.05 } }), [0.9, -0.2], 0.1);
        CheckSame(
            ExactPosterior.Of(prior, measurement).Score<double>(),
            new MomentMatchingScore<double>(prior.Score<double>(), measurement, steps: 1, dataVariance: 0.8));
    }

    [Fact]
    public void Moment_matching_never_leaves_the_prediction_farther_from_an_exact_measurement_than_it_was_whatever_the_jacobian()
    {
        // Networks' Jacobians are neither symmetric nor positive. Conjugate gradients leave up to 1e7 times the distance on these.
        var random = new Random(5);
        foreach (int steps in new[] { 1, 2, 3 })
        {
            for (int trial = 0; trial < 200; trial++)
            {
                var prior = new LinearNoise([.. Enumerable.Range(0, 9).Select(_ => 2 * (random.NextDouble() - 0.5))]);
                foreach (Measurement measurement in new[] { InverseCases.Mixed(0), InverseCases.Masked(0) })
                {
                    NoiseLevel level = InverseCases.Process.At(0.05 + (0.9 * random.NextDouble()));
                    (Tile<double> x, Tile<double> epsilon, _) = Tiles(1);
                    prior.Evaluate(x, level, epsilon);
                    double before = Distance(measurement, x, epsilon, level);
                    new MomentMatchingScore<double>(prior, measurement, steps).Evaluate(x, level, epsilon);
                    double after = Distance(measurement, x, epsilon, level);
                    Assert.True(after <= (1 + 1e-6) * before, $"{steps} steps: {before} to {after}");
                    Assert.True(steps < 2 || after <= 1e-4 * before, $"{steps} steps: {before} to {after}");
                }
            }
        }

        static double Distance(Measurement measurement, Tile<double> x, Tile<double> epsilon, NoiseLevel level)
        {
            double[] data = [.. Enumerable.Range(0, 3).Select(j => (x.Values[j] - (level.Deviation * epsilon.Values[j])) / level.MeanScale)];
            var residual = new double[2];
            measurement.Residual(data, residual);
            return Math.Sqrt(SingularValues.Dot(residual, residual));
        }
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(0)]
    public void Pseudoinverse_guidance_is_exact_for_isotropic_gaussians_of_its_variance(double deviation)
    {
        GaussianMixture prior = GaussianMixture.Of(Gaussian.Isotropic([0.4, -0.3, 0.1], 0.6));
        Measurement measurement = InverseCases.Mixed(deviation);
        CheckSame(
            ExactPosterior.Of(prior, measurement).Score<double>(),
            new PseudoinverseScore<double>(prior.Score<double>(), measurement, dataVariance: 0.6));
    }

    [Fact]
    public void Posterior_sampling_follows_the_gradient_of_the_likelihood_of_the_predicted_data()
    {
        Measurement measurement = InverseCases.Mixed();
        IDifferentiableScore<Tile<double>> prior = InverseCases.Mixture.Score<double>();
        NoiseLevel level = InverseCases.Process.At(0.3);
        (Tile<double> x, Tile<double> epsilon, Tile<double> plain) = Tiles(9);
        new PosteriorScore<double>(prior, measurement, weight: 1.5).Evaluate(x, level, epsilon);
        prior.Evaluate(x, level, plain);
        const double Step = 1e-5;
        for (int j = 0; j < 3; j++)
        {
            double[] up = LogLikelihood(j, Step);
            double[] down = LogLikelihood(j, -Step);
            for (int row = 0; row < 9; row++)
            {
                double expected = plain.Row(row)[j] - (1.5 * level.Deviation * (up[row] - down[row]) / (2 * Step));
                Near.Absolute(expected, epsilon.Row(row)[j], 1e-7 * (1 + Math.Abs(expected)));
            }
        }

        double[] LogLikelihood(int column, double step)
        {
            (Tile<double> moved, Tile<double> noise, _) = Tiles(9);
            var result = new double[9];
            var residual = new double[2];
            var data = new double[3];
            for (int row = 0; row < 9; row++)
            {
                moved.Row(row)[column] += step;
            }

            prior.Evaluate(moved, level, noise);
            for (int row = 0; row < 9; row++)
            {
                for (int j = 0; j < 3; j++)
                {
                    data[j] = (moved.Row(row)[j] - (level.Deviation * noise.Row(row)[j])) / level.MeanScale;
                }

                measurement.Residual(data, residual);
                result[row] = -SingularValues.Dot(residual, residual) / (2 * measurement.Deviation * measurement.Deviation);
            }

            return result;
        }
    }

    [Fact]
    public void Samples_have_the_same_bits_for_every_tile_and_thread_count_and_all_evaluations_are_counted()
    {
        IDifferentiableScore<Tile<float>> prior = InverseCases.Mixture.Score<float>();
        Measurement measurement = InverseCases.Mixed();
        foreach ((MeasurementScore<float> score, int cost) in new (MeasurementScore<float>, int)[]
        {
            (new PosteriorScore<float>(prior, measurement), 3),
            (new PseudoinverseScore<float>(prior, measurement), 3),
            (new MomentMatchingScore<float>(prior, measurement, steps: 2), 7),
        })
        {
            SampleSet<float> Sample(int threads, int rows) => Sampler.Sample(
                InverseCases.Process, score, new Heun(), Grids.Quadratic(5), 90, 3, new SamplerOptions { Threads = threads, TileRows = rows });
            SampleSet<float> expected = Sample(1, 90);
            Assert.Equal(expected.Values, Sample(2, 11).Values);
            Assert.Equal(expected.Values, Sample(3, 1).Values);
            Assert.Equal(9 * cost, expected.Evaluations);
        }
    }

    [Fact]
    public void Evaluations_allocate_nothing_once_they_are_warm()
    {
        IDifferentiableScore<Tile<double>> prior = InverseCases.Mixture.Score<double>();
        (Tile<double> x, Tile<double> epsilon, _) = Tiles(33);
        foreach (MeasurementScore<double> score in new MeasurementScore<double>[]
        {
            new PosteriorScore<double>(prior, InverseCases.Mixed()),
            new PseudoinverseScore<double>(prior, InverseCases.Mixed()),
            new MomentMatchingScore<double>(prior, InverseCases.Mixed()),
        })
        {
            long least = long.MaxValue;
            for (int i = 0; i < 6; i++)
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                score.Evaluate(x, InverseCases.Process.At(0.5), epsilon);
                least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            }

            Assert.Equal(0, least);
        }
    }

    [Fact]
    public void A_likelihood_without_error_and_a_wrong_dimension_are_refused()
    {
        Refused.By("measurement", "σ_y > 0", () => new PosteriorScore<double>(Prior.Score<double>(), InverseCases.Mixed(0)));
        Refused.By(null, "not of 2", () => new PseudoinverseScore<double>(GaussianMixture.Ring().Score<double>(), InverseCases.Mixed()));
    }

    private static void CheckSame(IScoreFunction<Tile<double>> exact, IScoreFunction<Tile<double>> guided, double tolerance = 1e-9)
    {
        foreach (double time in new[] { 0.02, 0.2, 0.5, 1 })
        {
            (Tile<double> x, Tile<double> epsilon, Tile<double> expected) = Tiles(9);
            guided.Evaluate(x, InverseCases.Process.At(time), epsilon);
            exact.Evaluate(x, InverseCases.Process.At(time), expected);
            for (int i = 0; i < epsilon.Values.Length; i++)
            {
                // W is found to some 13 digits of ‖y − A x̂₀‖; its product with σ/α is large beside ε near t = 1, where α is 0.007.
                Near.Absolute(expected.Values[i], epsilon.Values[i], tolerance * (1 + Math.Abs(expected.Values[i])), $"t = {time}:");
            }
        }
    }

    private static (Tile<double> X, Tile<double> Result, Tile<double> Other) Tiles(int rows)
    {
        var space = new TileSpace<double>(rows, 3);
        (Tile<double> x, Tile<double> result, Tile<double> other) = (space.Allocate(), space.Allocate(), space.Allocate());
        InverseCases.Mixture.Sample(x.Values, InverseCases.Process.At(0.3), seed: 3);
        return (x, result, other);
    }

    /// <summary>ε = M x.</summary>
    private sealed class LinearNoise(double[] m) : IDifferentiableScore<Tile<double>>
    {
        public int Dimension => 3;

        public void Evaluate(Tile<double> x, NoiseLevel level, Tile<double> epsilon) => Multiply(x, epsilon, 3, 1);

        public void TransposedJacobianProduct(Tile<double> x, NoiseLevel level, Tile<double> cotangent, Tile<double> product) =>
            Multiply(cotangent, product, 1, 3);

        private void Multiply(Tile<double> source, Tile<double> target, int down, int across)
        {
            for (int row = 0; row < source.Rows; row++)
            {
                for (int i = 0; i < 3; i++)
                {
                    target.Row(row)[i] = Enumerable.Range(0, 3).Sum(j => m[(i * down) + (j * across)] * source.Row(row)[j]);
                }
            }
        }
    }
}
