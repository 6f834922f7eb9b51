using ScoreSde.Adaptive;
using ScoreSde.Guidance;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Tests.Adaptive;

/// <summary>Samples that are evaluated at once, each at its own level, against samples taken one at a time.</summary>
public sealed class AdaptiveBatchTests
{
    private static readonly VariancePreserving Process = new(new LinearSchedule(0.1, 20));
    private static readonly GaussianMixture Ring = GaussianMixture.Ring();
    private static readonly AdaptiveFlow Flow = new(EmbeddedTableau.DormandPrince, new Tolerance(1e-4, 1e-4));

    [Fact]
    public void A_start_is_refused_when_it_is_no_whole_number_of_samples() => Refused.By(
        "start", "holds 3 numbers, no multiple of the dimension 2", () => AdaptiveSampler.Solve<double>(Process, Ring.Score<double>(), Flow, new double[3], 1));

    [Fact]
    public void A_guided_sample_is_that_of_a_score_that_is_asked_row_by_row_and_counts_two_evaluations()
    {
        GaussianMixture first = GaussianMixture.Of(Gaussian.Isotropic([4, 0], 0.09));
        var guided = new ClassifierFreeGuidance<double>(first.Score<double>(), new Plain(Ring.Score<double>()), 2);
        AdaptiveSamples<double> expected = Run(new Plain(guided), Flow, 1, 0);
        AdaptiveSamples<double> actual = Run(guided, Flow, 2, 60);
        Assert.Equal(expected.Values, actual.Values);
        Assert.Equal(expected.Costs, actual.Costs);
        Assert.Equal(expected.Evaluations.Select(static count => 2 * count), actual.Evaluations);
    }

    [Fact]
    public void More_samples_than_a_batch_has_rows_take_the_places_of_those_that_have_arrived()
    {
        AdaptiveSamples<double> all = Run(Ring.Score<double>(), Flow, 1, 150);
        Assert.True(all.Costs.Distinct().Count() > 2, "samples arrive one after the other");
        for (int i = 0; i < 150; i += 13)
        {
            AdaptiveSamples<double> alone = AdaptiveSampler.Sample(
                Process, Ring.Score<double>(), Flow, 1, 5, new SamplerOptions { FirstSample = i });
            Assert.Equal(all.Values[(2 * i)..((2 * i) + 2)], alone.Values);
            Assert.Equal(all.Costs[i], alone.Costs[0]);
        }
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 13)]
    [InlineData(3, 7)]
    public void Of_several_samples_that_fail_the_lowest_is_told(int threads, int rows)
    {
        StepCost[] costs = Run(Ring.Score<double>(), Flow, 1, 0).Costs;
        int most = costs.Max(static cost => cost.Attempts) - 2;
        int[] slow = [.. Enumerable.Range(0, costs.Length).Where(i => costs[i].Attempts > most)];
        Assert.InRange(slow.Length, 2, 100);
        StepLimitException limit = Assert.Throws<StepLimitException>(() => Run(
            Ring.Score<double>(), Flow with { Tolerance = new Tolerance(1e-4, 1e-4, most) }, threads, rows));
        Assert.Equal(slow[0], limit.Sample);
        NonFiniteSampleException wild = Assert.Throws<NonFiniteSampleException>(() => Run(Ring.Score<double>(), new Wild([140, 61, 118]), threads, rows));
        Assert.Equal(61, wild.Sample);
        Assert.Equal(0, wild.Step);
    }

    [Fact]
    public void A_run_tells_its_progress_up_to_1_and_can_be_stopped_on_the_way()
    {
        var told = new List<double>();
        AdaptiveSampler.Sample(
            Process, Ring.Score<double>(), Flow, 40, 5, new SamplerOptions { Threads = 1, TileRows = 20, Progress = new Calls(told.Add) });
        Assert.Equal(told.Order(), told);
        Assert.Equal(1, told[^1]);
        Assert.True(told.Count > 30, "also on the way, not only when samples arrive");
        var alone = new List<double>();
        AdaptiveSampler.Sample(Process, Ring.Score<double>(), Flow, 1, 5, new SamplerOptions { Threads = 1, Progress = new Calls(alone.Add) });
        Assert.True(alone.Count(share => share is > 0.1 and < 0.9) > 3, "a single sample tells how far it is");
        using var stop = new CancellationTokenSource();
        double last = 0;
        var stopping = new Calls(share =>
        {
            last = share;
            stop.Cancel();
        });
        Assert.ThrowsAny<OperationCanceledException>(() => AdaptiveSampler.Sample(
            Process, Ring.Score<double>(), Flow, 40, 5, new SamplerOptions { Threads = 1, Progress = stopping, Cancellation = stop.Token }));
        Assert.InRange(last, 0.001, 0.2);
    }

    private static AdaptiveSamples<double> Run(IScoreFunction<Tile<double>> score, IAdaptiveMethod method, int threads, int rows) =>
        AdaptiveSampler.Sample(Process, score, method, 150, 5, new SamplerOptions { Threads = threads, TileRows = rows });

    private sealed class Calls(Action<double> call) : IProgress<double>
    {
        public void Report(double value) => call(value);
    }

    /// <summary>The score and nothing else of it.</summary>
    private sealed class Plain(IScoreFunction<Tile<double>> score) : IScoreFunction<Tile<double>>
    {
        public int Dimension => score.Dimension;

        public void Evaluate(Tile<double> x, NoiseLevel level, Tile<double> epsilon) => score.Evaluate(x, level, epsilon);
    }
}
