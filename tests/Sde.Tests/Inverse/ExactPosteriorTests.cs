using ScoreSde.Inverse;
using ScoreSde.Inverse.Operators;
using ScoreSde.Processes;
using ScoreSde.Scores;

namespace ScoreSde.Tests.Inverse;

public sealed class ExactPosteriorTests
{
    [Fact]
    public void It_is_the_prior_times_the_likelihood_up_to_a_constant()
    {
        foreach (Measurement measurement in new[] { InverseCases.Mixed(), InverseCases.Masked(), InverseCases.Mixed(0.02) })
        {
            GaussianMixture posterior = ExactPosterior.Of(InverseCases.Mixture, measurement);
            NoiseLevel clean = InverseCases.Process.At(0);
            var points = new double[30 * 3];
            posterior.Sample<double>(points, clean, seed: 2);
            var residual = new double[2];
            double? constant = null;
            for (int i = 0; i < 30; i++)
            {
                ReadOnlySpan<double> x = points.AsSpan(3 * i, 3);
                measurement.Residual(x, residual);
                double likelihood = -SingularValues.Dot(residual, residual) / (2 * measurement.Deviation * measurement.Deviation);
                double gap = InverseCases.Mixture.LogDensity(x, clean) + likelihood - posterior.LogDensity(x, clean);
                Near.Absolute(constant ??= gap, gap, 1e-9);
            }
        }
    }

    [Fact]
    public void The_evidence_is_prior_times_likelihood_over_posterior_at_any_point()
    {
        NoiseLevel clean = InverseCases.Process.At(0);
        foreach (Measurement measurement in new[] { InverseCases.Mixed(), InverseCases.Masked(), InverseCases.Mixed(0.02) })
        {
            double[] x = [0.3, -0.2, 0.5];
            var residual = new double[measurement.Operator.Outputs];
            measurement.Residual(x, residual);
            double likelihood = residual.Sum(value => -0.5 * ((value * value / (measurement.Deviation * measurement.Deviation)) + Math.Log(2 * Math.PI * measurement.Deviation * measurement.Deviation)));
            double exact = InverseCases.Mixture.LogDensity(x, clean) + likelihood - ExactPosterior.Of(InverseCases.Mixture, measurement).LogDensity(x, clean);
            Near.Relative(exact, ExactPosterior.LogEvidence(InverseCases.Mixture, measurement), 1e-9);
        }
    }

    [Fact]
    public void Measurements_of_one_seed_differ_by_their_index_in_their_noise_alone()
    {
        var mask = new Mask([true, true, false]);
        double[][] seen = [.. new long[] { 0, 1, 1L << 40 }.Select(index => Measurement.Of(mask, [1, 2, 3], 0.5, seed: 4, index).Values.ToArray())];
        Assert.Equal(Measurement.Of(mask, [1, 2, 3], 0.5, seed: 4).Values.ToArray(), seen[0]);
        Assert.Equal(6, seen.SelectMany(static values => values).Distinct().Count());
        Assert.Equal([1.0, 2.0], Measurement.Of(mask, [1, 2, 3], 0, seed: 4, 7).Values.ToArray());
    }

    [Fact]
    public void For_one_number_it_is_the_weighted_mean_of_prior_and_measurement()
    {
        GaussianMixture prior = GaussianMixture.Of(Gaussian.Isotropic([0.5], 0.8));
        MixtureMoments moments = MixtureMoments.Of(ExactPosterior.Of(prior, new Measurement(new DenseOperator(new[,] { { 2.0 } }), [3], 0.5)));

        // Precisions 1/0.8 and 4/0.25.
        Near.Relative(((0.5 * 1.25) + (1.5 * 16)) / 17.25, moments.Mean[0], 1e-14);
        Near.Relative(1 / 17.25, moments.Covariance[0, 0], 1e-13);
    }

    [Fact]
    public void Without_error_the_measured_coordinate_is_known_and_the_others_are_conditioned()
    {
        MixtureMoments moments = MixtureMoments.Of(ExactPosterior.Of(
            GaussianMixture.Of(InverseCases.Correlated), new Measurement(new Mask([true, false, false]), [1.4], 0)));
        Near.Absolute(1.4, moments.Mean[0], 1e-14);
        Near.Absolute(0, moments.Covariance[0, 0], 1e-14);
        Near.Absolute(-0.3 + 0.6, moments.Mean[1], 1e-14);
        Near.Absolute(0.8 - 0.36, moments.Covariance[1, 1], 1e-14);
        Near.Absolute(0.5 - 0.12, moments.Covariance[1, 2], 1e-14);
    }

    [Fact]
    public void Moments_of_a_mixture_are_those_of_its_draws()
    {
        // Five figures of 20,000 draws by their own spread: 5.1 standard errors each, α < 5 · 4e-7.
        MixtureMoments moments = MixtureMoments.Of(InverseCases.Mixture);
        const int Count = 20_000;
        var draws = new double[3 * Count];
        InverseCases.Mixture.Sample<double>(draws, InverseCases.Process.At(0), seed: 6);
        Check(x => x[0], moments.Mean[0]);
        Check(x => x[2], moments.Mean[2]);
        Check(x => (x[0] - moments.Mean[0]) * (x[1] - moments.Mean[1]), moments.Covariance[0, 1]);
        Check(x => (x[1] - moments.Mean[1]) * (x[1] - moments.Mean[1]), moments.Covariance[1, 1]);
        Check(x => (x[1] - moments.Mean[1]) * (x[2] - moments.Mean[2]), moments.Covariance[1, 2]);

        void Check(Func<double[], double> figure, double expected)
        {
            double[] values = [.. draws.Chunk(3).Select(figure)];
            double mean = values.Average();
            double error = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean))) / Count;
            Near.Absolute(expected, mean, 5.1 * error);
        }
    }

    [Fact]
    public void Redundant_measurements_without_error_and_wrong_dimensions_are_refused()
    {
        var twice = new Measurement(new DenseOperator(new[,] { { 1.0, 0, 0 }, { 1.0, 0, 0 } }), [1, 1], 0);
        Refused.By(null, "σ_y > 0", () => ExactPosterior.Of(GaussianMixture.Of(InverseCases.Correlated), twice));
        Refused.By(null, "not of 2", () => ExactPosterior.Of(GaussianMixture.Ring(), InverseCases.Mixed()));
    }
}
