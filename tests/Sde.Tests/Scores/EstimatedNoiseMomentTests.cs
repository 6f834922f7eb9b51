using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Tests.Scores;

public sealed class EstimatedNoiseMomentTests
{
    [Fact]
    public void The_estimate_from_data_meets_the_exact_moment()
    {
        // ε² has mean m and variance 2 m², so the mean of n values is within 4.5 √(2/n) m with α = 7e-6.
        const int Count = 4000;
        var process = new VariancePreserving(new LinearSchedule());
        var gaussian = Gaussian.WithCovariance([1, -1], new[,] { { 0.5, 0.2 }, { 0.2, 0.5 } });
        GaussianMixture mixture = GaussianMixture.Of(gaussian);
        var data = new double[Count * 2];
        mixture.Sample<double>(data, process.At(0), seed: 5);
        var estimate = new EstimatedNoiseMoment<double>(mixture.Score<double>(), data, seed: 6);
        var exact = new GaussianNoiseMoment(gaussian);
        foreach (double t in new[] { 0.1, 0.4, 1 })
        {
            // Two correlated coordinates count as at least one.
            Near.Relative(exact.At(process.At(t)), estimate.At(process.At(t)), 4.5 * Math.Sqrt(2.0 / Count));
            Assert.Equal(estimate.At(process.At(t)), estimate.At(process.At(t)));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(512)]
    [InlineData(1200)]
    public void Each_datum_meets_its_own_noise_in_whatever_block_of_rows(int count)
    {
        // With ε(x) = x the estimate is the mean square of α x₀ + σ z, z named by the datum's index.
        NoiseLevel level = new VariancePreserving(new LinearSchedule()).At(0.3);
        double[] data = [.. Enumerable.Range(0, 3 * count).Select(static i => Math.Sin(i))];
        var z = new double[3 * count];
        Normals.Fill<double>(z, 3, 0, new NoiseKey(6, 0, NoisePurpose.Forward));
        double expected = data.Zip(z, (x, noise) => (level.MeanScale * x) + (level.Deviation * noise)).Sum(static x => x * x) / data.Length;
        Near.Relative(expected, new EstimatedNoiseMoment<double>(new Itself(), data, seed: 6).At(level), 1e-12);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(700)]
    public void The_residual_is_the_mean_square_of_what_the_model_misses_of_each_datums_own_noise(int count)
    {
        NoiseLevel level = new VariancePreserving(new LinearSchedule()).At(0.3);
        double[] data = [.. Enumerable.Range(0, 3 * count).Select(static i => Math.Sin(i))];
        var z = new double[3 * count];
        Normals.Fill<double>(z, 3, 0, new NoiseKey(6, 0, NoisePurpose.Forward));
        double[] missed = [.. data.Zip(z, (x, noise) => Math.Pow(noise - (level.MeanScale * x) - (level.Deviation * noise), 2)).Chunk(3).Select(static row => row.Average())];
        var estimate = new EstimatedNoiseMoment<double>(new Itself(), data, seed: 6);
        double mean = missed.Average();
        Near.Relative(mean, estimate.ResidualAt(level), 1e-12);
        double error = Math.Sqrt(missed.Sum(own => (own - mean) * (own - mean)) / (count - 1.0) / count);
        Near.Relative(count == 1 ? double.PositiveInfinity : error, estimate.ResidualErrorAt(level), 1e-9);
    }

    [Fact]
    public void Of_an_exact_score_the_residual_is_what_the_moment_lacks_to_one()
    {
        var process = new VariancePreserving(new LinearSchedule());
        var gaussian = Gaussian.Isotropic([0.4, -1], 0.3);
        GaussianMixture mixture = GaussianMixture.Of(gaussian);
        var data = new double[8000];
        mixture.Sample<double>(data, process.At(0), seed: 5);
        var estimate = new EstimatedNoiseMoment<double>(mixture.Score<double>(), data, seed: 6);
        var exact = new GaussianNoiseMoment(gaussian);
        foreach (NoiseLevel level in new[] { 0.1, 0.4, 1 }.Select(process.At))
        {
            Near.Absolute(1, exact.At(level) + exact.ResidualAt(level), 1e-14);
            Near.Absolute(exact.ResidualAt(level), estimate.ResidualAt(level), 4.5 * estimate.ResidualErrorAt(level));
            Assert.InRange(estimate.ResidualErrorAt(level), 0.5 * exact.ResidualAt(level) / Math.Sqrt(4000), 2 * exact.ResidualAt(level) / Math.Sqrt(4000));
        }
    }

    private sealed class Itself : IScoreFunction<Tile<double>>
    {
        public int Dimension => 3;

        public void Evaluate(Tile<double> x, NoiseLevel level, Tile<double> epsilon) => x.Values.CopyTo(epsilon.Values);
    }

    [Fact]
    public void Data_that_does_not_fit_is_refused()
    {
        IScoreFunction<ScoreSde.States.Tile<double>> score = GaussianMixture.Ring().Score<double>();
        Assert.Throws<ArgumentException>(() => new EstimatedNoiseMoment<double>(score, new double[3], 1));
        Assert.Throws<ArgumentException>(() => new EstimatedNoiseMoment<double>(score, Array.Empty<double>(), 1));
    }
}
