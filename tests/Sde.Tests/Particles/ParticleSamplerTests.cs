using ScoreSde.Inverse;
using ScoreSde.Inverse.Operators;
using ScoreSde.Noise;
using ScoreSde.Particles;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.States;
using ScoreSde.TimeGrids;

namespace ScoreSde.Tests.Particles;

public sealed class ParticleSamplerTests
{
    private static readonly VariancePreserving Process = new(new LinearSchedule());
    private static readonly Measurement Seen = new(new DenseOperator(new[,] { { 0.8, -0.3, 0.5 }, { 0.1, 0.9, 0.4 } }), [0.7, -0.4], 0.4);
    private static readonly GaussianMixture Data = new([Gaussian.Isotropic([1, 0, -1], 0.3), Gaussian.Isotropic([-0.5, 0.5, 0.2], 0.6)], [1, 2]);
    private static readonly TwistedParticles Usual = new(Seen, Particles: 7, ResampleBelow: 0.9, DataVariance: 0.4);

    [Theory]
    [InlineData(1, 0)]
    [InlineData(3, 1)]
    [InlineData(2, 20)]
    public void Threads_and_tiles_change_no_bit(int threads, int rows)
    {
        EvidenceSamples<float> all = Run(Usual, 9, new SamplerOptions { Threads = 1 });
        EvidenceSamples<float> other = Run(Usual, 9, new SamplerOptions { Threads = threads, TileRows = rows });
        Assert.Equal(all.Samples.Values, other.Samples.Values);
        Assert.Equal(all.Means, other.Means);
        Assert.Equal(all.LogEvidences, other.LogEvidences);
        Assert.Equal(all.EffectiveParticles, other.EffectiveParticles);
        Assert.Equal(all.Resamplings, other.Resamplings);
        Assert.True(all.Resamplings.Sum() > 9, "nothing was drawn again");
    }

    [Fact]
    public void A_shard_is_the_rows_of_the_whole()
    {
        EvidenceSamples<float> all = Run(Usual, 9, new SamplerOptions { Threads = 1 });
        EvidenceSamples<float> part = Run(Usual, 4, new SamplerOptions { Threads = 1, FirstSample = 5 });
        Assert.Equal(all.Samples.Values[15..], part.Samples.Values);
        Assert.Equal(all.LogEvidences[5..], part.LogEvidences);
    }

    [Fact]
    public void Every_number_is_drawn_once()
    {
        var drawn = new List<(NoiseKey Key, long Sample)>();
        using (NoiseLedger.Read((key, first, count) =>
        {
            for (long i = 0; i < count; i++)
            {
                drawn.Add((key, first + i));
            }
        }))
        {
            Run(Usual, 4, new SamplerOptions { Threads = 1 });
        }

        Assert.Equal(drawn.Count, drawn.Distinct().Count());
        Assert.Equal([NoisePurpose.Prior, NoisePurpose.Step, NoisePurpose.Resampling], drawn.Select(static draw => draw.Key.Purpose).Distinct().Order());
        Assert.Equal(4 * 7, drawn.Count(static draw => draw.Key.Purpose == NoisePurpose.Prior));
    }

    [Fact]
    public void Steps_cost_three_evaluations_and_the_last_one() => Assert.Equal((3 * 11) + 1, Run(Usual, 1).Samples.Evaluations);

    [Fact]
    public void The_law_tends_to_the_exact_posterior_and_the_evidence_to_p_of_y()
    {
        // 400 samples of 64 particles in 60 steps; what the steps leave is below 0.04.
        EvidenceSamples<double> found = ParticleSampler.Sample(Process, Data.Score<double>(), Usual, Grids.Quadratic(60), 400, 3, new SamplerOptions { Threads = 1 });
        GaussianMixture posterior = ExactPosterior.Of(Data, Seen);
        MixtureMoments exact = MixtureMoments.Of(posterior);
        double[] x = [0.1, 0.2, 0.3];
        var residual = new double[2];
        Seen.Residual(x, residual);
        double likelihood = (-0.5 * residual.Sum(static r => r * r) / 0.16) - (2 * Math.Log(0.4 * Math.Sqrt(2 * Math.PI)));
        double evidence = Data.LogDensity(x, Process.At(0)) + likelihood - posterior.LogDensity(x, Process.At(0));
        Assert.Equal(evidence, found.LogEvidence, 0.04 + (4.5 * found.LogEvidenceError));
        for (int j = 0; j < 3; j++)
        {
            double[] means = [.. Enumerable.Range(0, 400).Select(i => found.Means[(3 * i) + j])];
            double error = Math.Sqrt(means.Sum(value => (value - means.Average()) * (value - means.Average())) / 399 / 400);
            Assert.Equal(exact.Mean[j], means.Average(), 0.06 + (4.5 * error));
            double own = Enumerable.Range(0, 400).Average(i => found.Samples.Values[(3 * i) + j]);
            Assert.Equal(means.Average(), own, 4.5 * Math.Sqrt(exact.Covariance[j, j] / 400));
        }
    }

    // N(y₁; z, σ²) N(y₂; z, σ²) = N((y₁ + y₂)/2; z, σ²/2) N(y₁ − y₂; 0, 2σ²): what lies outside the range of A counts, and counts alike for every particle.
    [Fact]
    public void What_is_measured_twice_is_its_mean_measured_better_times_a_density_of_the_difference()
    {
        var twice = new Measurement(new DenseOperator(new[,] { { 0.8, -0.3, 0.5 }, { 0.8, -0.3, 0.5 }, { 0.1, 0.9, 0.4 }, { 0.1, 0.9, 0.4 } }), [1.0, 0.4, -0.1, -0.7], 0.4);
        var once = new Measurement(new DenseOperator(new[,] { { 0.8, -0.3, 0.5 }, { 0.1, 0.9, 0.4 } }), [0.7, -0.4], 0.4 / Math.Sqrt(2));
        EvidenceSamples<double> expected = Of(once);
        EvidenceSamples<double> found = Of(twice);
        double difference = 2 * ((-0.5 * 0.36 / 0.32) - (0.5 * Math.Log(2 * Math.PI * 0.32)));
        Assert.All(found.LogEvidences.Zip(expected.LogEvidences), pair => Assert.Equal(pair.Second + difference, pair.First, 1e-9));
        Assert.All(found.Samples.Values.Zip(expected.Samples.Values), static pair => Assert.Equal(pair.Second, pair.First, 1e-9));

        static EvidenceSamples<double> Of(Measurement measurement) => ParticleSampler.Sample(
            Process, Data.Score<double>(), new TwistedParticles(measurement, 7, 0.9, 0.4), Grids.Quadratic(12), 9, 3, new SamplerOptions { Threads = 1 });
    }

    /// <summary>In one step to t = 0, with nothing drawn again, a particle ends at x̂₀ of its start and weighs p(y | x̂₀), whatever it weighed before.</summary>
    [Fact]
    public void The_evidence_of_one_step_is_the_mean_likelihood_of_where_particles_end()
    {
        EvidenceSamples<double> found = ParticleSampler.Sample(
            Process, Data.Score<double>(), new TwistedParticles(Seen, 5, 0, 0.4), new TimeGrid("one step", 1, 0), 4, 3, new SamplerOptions { Threads = 1 });
        var space = new TileSpace<double>(20, 3);
        (Tile<double> x, Tile<double> epsilon) = (space.Allocate(), space.Allocate());
        space.FillNormal(x, Process.PriorDeviation, new NoiseKey(3, 0, NoisePurpose.Prior));
        NoiseLevel top = Process.At(1);
        Data.Score<double>().Evaluate(x, top, epsilon);
        space.Combine(x, (1 / top.MeanScale, x), (-top.Ratio, epsilon));
        var residual = new double[2];
        for (int sample = 0; sample < 4; sample++)
        {
            double sum = 0;
            for (int k = 0; k < 5; k++)
            {
                Seen.Residual(x.Row((5 * sample) + k), residual);
                sum += Math.Exp(-0.5 * residual.Sum(static r => r * r) / 0.16) / (2 * Math.PI * 0.16);
            }

            Assert.Equal(Math.Log(sum / 5), found.LogEvidences[sample], 1e-9);
        }
    }

    [Fact]
    public void A_start_of_pure_noise_is_the_step_of_the_flow()
    {
        var flow = new RectifiedFlow(new StraightSchedule());
        EvidenceSamples<double> found = ParticleSampler.Sample(flow, Data.Score<double>(), Usual, Grids.Uniform(40), 300, 3, new SamplerOptions { Threads = 1 });
        EvidenceSamples<double> other = ParticleSampler.Sample(Process, Data.Score<double>(), Usual, Grids.Quadratic(60), 300, 4, new SamplerOptions { Threads = 1 });
        Assert.Equal(other.LogEvidence, found.LogEvidence, 0.1 + (4.5 * (found.LogEvidenceError + other.LogEvidenceError)));
    }

    [Fact]
    public void The_error_of_the_evidence_is_that_of_the_mean_of_its_estimates()
    {
        EvidenceSamples<float> found = Run(Usual, 50);
        double[] values = [.. found.LogEvidences.Select(Math.Exp)];
        double mean = values.Average();
        Assert.Equal(Math.Log(mean), found.LogEvidence, 1e-12);
        Assert.Equal(Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / 49 / 50) / mean, found.LogEvidenceError, 1e-12);
        Assert.True(double.IsNaN(Run(Usual, 1).LogEvidenceError));
    }

    [Fact]
    public void What_cannot_be_weighed_is_refused()
    {
        Assert.Contains("σ_y > 0", Assert.Throws<ArgumentException>(static () => new TwistedParticles(new Measurement(new Mask([true]), [1], 0))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(static () => new TwistedParticles(Seen, Particles: 0));
        Assert.Throws<ArgumentOutOfRangeException>(static () => ParticleSampler.Sample(
            Process, Data.Score<double>(), Usual, new TimeGrid("short", 1, 0.5, 0), 1, 0, new SamplerOptions { FirstSample = long.MaxValue / 2 }));
        Assert.Throws<ArgumentOutOfRangeException>(static () => ParticleSampler.Sample(
            Process, Data.Score<double>(), Usual, new TimeGrid("short", 1, 0.5, 0), 1, 0, new SamplerOptions { FirstSample = (1L << 56) - 2 }));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new TwistedParticles(Seen, ResampleBelow: 1.1));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new TwistedParticles(Seen, DataVariance: 0));
        Assert.Throws<ArgumentException>(static () => ParticleSampler.Sample(Process, Data.Score<double>(), Usual, new TimeGrid("short", 1, 0.5, 0.1), 1, 0));
        Assert.Throws<ArgumentException>(static () => ParticleSampler.Sample(
            Process, GaussianMixture.Of(Gaussian.Isotropic([0], 1)).Score<double>(), Usual, Grids.Uniform(3), 1, 0));
    }

    [Fact]
    public void Systematic_draws_are_off_by_less_than_one_and_right_in_the_mean()
    {
        double[] weights = [0.05, 3, 1, 0, 1.95, 4];
        double[] logs = [.. weights.Select(static weight => Math.Log(weight))];
        var sums = new double[6];
        const int Points = 1000;
        for (int k = 0; k < Points; k++)
        {
            var counts = new int[6];
            Offspring.Count(logs, (k + 0.5) / Points, counts);
            Assert.Equal(6, counts.Sum(static count => count));
            for (int i = 0; i < 6; i++)
            {
                Assert.True(Math.Abs(counts[i] - (0.6 * weights[i])) < 1);
                sums[i] += counts[i];
            }
        }

        Assert.All(Enumerable.Range(0, 6), i => Assert.Equal(0.6 * weights[i], sums[i] / Points, 2e-3));
        foreach ((double uniform, int chosen) in new[] { (0.0, 0), (0.0051, 1), (0.61, 5), (1 - 1e-16, 5) })
        {
            Assert.Equal(chosen, Offspring.Pick(logs, uniform));
        }

    }

    [Fact]
    public void Memory_is_the_result_and_the_particles_in_hand()
    {
        Assert.Equal(14L, ParticleSampler.ParticlesAtOnce(9, 7, 3, new SamplerOptions { Threads = 2, TileRows = 1 }));
        Assert.Equal((9 * 3 * 12) + (14 * 16 * 3 * 4), ParticleSampler.Bytes<float>(9, 7, 3, new SamplerOptions { Threads = 2, TileRows = 1 }));
    }

    private static EvidenceSamples<float> Run(TwistedParticles method, int count, SamplerOptions? options = null) =>
        ParticleSampler.Sample(Process, Data.Score<float>(), method, Grids.Quadratic(12), count, 5, options);
}
