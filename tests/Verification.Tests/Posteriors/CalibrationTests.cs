using ScoreSde.Inverse;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Posteriors;

namespace ScoreSde.Tests.Posteriors;

/// <summary>Ranks tell posteriors from what is none. A right method fails with a probability of 1e-6 under a seed, all of these together with less than 1e-5.</summary>
[Trait("Category", "Once")]
public sealed class CalibrationTests
{
    private const double Level = 1e-6;
    private const int Truths = 2000;
    private const int Samples = 9;
    private const ulong Seed = 1;

    private static readonly VariancePreserving Process = new(new LinearSchedule());
    private static readonly NoiseLevel Clean = Process.At(0);
    private static readonly PosteriorCase Chain = PosteriorCase.All[0];
    private static readonly PosteriorCase Mixture = PosteriorCase.All[2];

    public static TheoryData<int> Cases => [0, 1, 2];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Draws_from_the_exact_posterior_have_uniform_ranks(int index) =>
        Assert.InRange(Calibration.Floor(PosteriorCase.All[index], Process, Truths, Samples, Seed).PValue, Level, 1);

    [Fact]
    public void Draws_from_the_prior_have_uniform_ranks_in_every_number_and_not_in_the_likelihood()
    {
        Calibration found = Planted(Mixture, static (problem, draws, first) => problem.Prior.Sample<double>(draws, Clean, Seed, first));
        Assert.All(found.Ranks.Where(static ranks => ranks.Quantity != "ln p(y|x)"), static ranks => Assert.InRange(ranks.PValue, Level, 1));
        Assert.Equal(("ln p(y|x)", RankShape.High), (found.Least.Quantity, found.Least.Shape));
        Assert.InRange(found.PValue, 0, 1e-30);
    }

    // Of one number alone: 2000 truths see a variance 1.5 times too large with p = 1e-7 in the middle of 15 runs, a shift of a quarter of a deviation with 5e-17.
    [Fact]
    public void A_posterior_that_is_too_wide_is_seen()
    {
        Calibration found = Planted(Chain, static (problem, draws, first) =>
        {
            problem.Posterior.Sample<double>(draws, Clean, Seed, first);
            IReadOnlyList<double> mean = problem.Posterior.Mean;
            for (int i = 0; i < draws.Length; i++)
            {
                draws[i] = mean[i % mean.Count] + (Math.Sqrt(1.5) * (draws[i] - mean[i % mean.Count]));
            }
        });
        Assert.All(found.Ranks.Take(4), static ranks => Assert.Equal(RankShape.Middle, ranks.Shape));
        Assert.InRange(found.PValue, 0, 1e-12);
    }

    [Fact]
    public void A_posterior_that_is_shifted_by_a_quarter_of_its_deviation_is_seen_in_the_number_that_is()
    {
        double shift = Math.Sqrt(MixtureMoments.Of(Chain.Posterior).Covariance[1, 1]) / 4;
        Calibration found = Planted(Chain, (problem, draws, first) =>
        {
            problem.Posterior.Sample<double>(draws, Clean, Seed, first);
            for (int i = 1; i < draws.Length; i += 4)
            {
                draws[i] += shift;
            }
        });
        Assert.Equal(("x₂", RankShape.Low), (found.Least.Quantity, found.Least.Shape));
        Assert.InRange(found.PValue, 0, 1e-10);
        Assert.All(found.Ranks.Where(static ranks => ranks.Quantity is "x₁" or "x₃" or "x₄" or "ln p(y|x)"), static ranks => Assert.InRange(ranks.PValue, Level, 1));
    }

    [Fact]
    public void Numbers_that_should_hang_together_and_do_not_are_seen_by_the_prior_alone()
    {
        // The unmeasured two drawn each for itself, with the right mean and deviation.
        Calibration found = Planted(Chain, static (problem, draws, first) =>
        {
            problem.Posterior.Sample<double>(draws, Clean, Seed, first);
            double third = draws[2];
            for (int i = 0; i + 4 < draws.Length; i += 4)
            {
                draws[i + 2] = draws[i + 6];
            }

            draws[^2] = third;
        });
        Assert.Equal(("ln p(x)", RankShape.High), (found.Least.Quantity, found.Least.Shape));
        Assert.InRange(found.PValue, 0, 1e-30);
        Assert.All(found.Ranks.Where(static ranks => ranks.Quantity != "ln p(x)"), static ranks => Assert.InRange(ranks.PValue, Level, 1));
    }

    [Fact]
    public void Particles_and_moment_matching_pass_where_others_do_not_and_alike_on_any_number_of_threads()
    {
        TimeGrid grid = Grids.Quadratic(20);
        Calibration Of(PosteriorMethod method, int threads = 0) => Calibration.Measure(method, Mixture, Process, grid, 100, Samples, Seed, new SamplerOptions { Threads = threads });
        Calibration twisted = Of(PosteriorMethod.Twisted(8), threads: 1);
        Assert.InRange(twisted.PValue, Level, 1);
        Assert.Equal(twisted.Ranks.SelectMany(static ranks => ranks.Counts), Of(PosteriorMethod.Twisted(8), threads: 2).Ranks.SelectMany(static ranks => ranks.Counts));
        Assert.InRange(Of(Named("mmps")).PValue, Level, 1);
        Assert.InRange(Of(Named("replacement")).PValue, 0, 1e-20);
        Assert.InRange(Of(Named("repaint")).PValue, 0, 1e-20);
    }

    [Fact]
    public void A_truth_that_is_equal_to_samples_has_each_of_their_places_as_often()
    {
        var told = new List<double>();
        Calibration found = Calibration.Measure(
            "itself",
            Truths,
            Samples,
            static truth => ([truth, 0], new Measurement(new Inverse.Operators.Mask([true, false]), [truth], 1)),
            static (truth, _) => [.. Enumerable.Range(0, Samples).SelectMany(sample => new[] { truth + (sample < 4 ? 0.0 : -1), 0 })],
            [TestQuantity.Coordinate(0), TestQuantity.Coordinate(1)],
            Seed,
            new SamplerOptions { Progress = new Told(told) });
        Assert.InRange(found.Ranks[1].PValue, Level, 1);
        Assert.Equal(["x₁", "x₂"], found.Ranks.Select(static ranks => ranks.Quantity));

        // Five samples below, four equal: ranks 5 … 9, each of 400 within 5 deviations.
        Assert.All(found.Ranks[0].Counts.Take(5), static count => Assert.Equal(0, count));
        Assert.All(found.Ranks[0].Counts.Skip(5), static count => Assert.InRange(count, 310, 490));
        Assert.Equal((Truths, 1.0), (told.Count, told[^1]));
    }

    [Fact]
    public void Rows_that_are_too_few_and_a_run_that_is_stopped_are_told_as_such()
    {
        Assert.Throws<ArgumentException>(static () => Calibration.Measure("few", 3, Samples, static _ => ([0.0], Seen()), static (_, _) => [1.0], [TestQuantity.LogLikelihood], Seed));
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => Calibration.Floor(Mixture, Process, 3, Samples, Seed, new SamplerOptions { Cancellation = stop.Token }));

        static Measurement Seen() => new(new Inverse.Operators.Mask([true]), [0], 1);
    }

    [Fact]
    public void The_benchmark_s_evidence_is_the_exact_one()
    {
        // The chain's own error at 100 steps is 0.01 (decision 0072).
        PosteriorBias found = PosteriorBias.Measure(PosteriorMethod.Twisted(8), Mixture, Process, Grids.Quadratic(60), 400, Seed);
        Assert.Equal(found.Evidence!.Exact, found.Evidence.Log, 0.04 + (5 * found.Evidence.StandardError));
        Assert.InRange(found.Evidence.EffectiveParticles, 2, 8);
        Assert.Equal(400, found.Samples);
        Assert.InRange(found.Mean, 0, 0.3);
    }

    private static PosteriorMethod Named(string name) => PosteriorMethod.All.Single(method => method.Name == name);

    private static Calibration Planted(PosteriorCase problem, Action<PosteriorCase, double[], long> fill)
    {
        int d = problem.Prior.Dimension;
        return Calibration.Measure(
            "planted",
            Truths,
            Samples,
            truth =>
            {
                var x = new double[d];
                problem.Prior.Sample<double>(x, Clean, ~Seed, truth);
                return (x, Measurement.Of(problem.Measurement.Operator, x, problem.Measurement.Deviation, ~Seed, truth));
            },
            (truth, seen) =>
            {
                var draws = new double[Samples * d];
                fill(problem with { Measurement = seen }, draws, (long)truth * Samples);
                return draws;
            },
            TestQuantity.All(d, problem.Prior),
            Seed);
    }

    private sealed class Told(List<double> told) : IProgress<double>
    {
        public void Report(double value) => told.Add(value);
    }
}
