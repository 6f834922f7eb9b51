using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;
using ScoreSde.Torch;
using ScoreSde.Torch.Sampling;
using ScoreSde.Torch.Scores;

namespace ScoreSde.Tests.Sampling;

public sealed class TorchSamplerTests
{
    private static readonly VariancePreserving Process = new(new LinearSchedule(0.1, 20));
    private static readonly TimeGrid Grid = Grids.Quadratic(steps: 50);

    [TorchFact]
    public void Ten_thousand_steps_leave_no_tensor_behind()
    {
        TorchSampler.Sample<float>(Process, new StandardNormalScore(3), new EulerMaruyama(), Grid, 5, 1);
        var counts = new HashSet<long>();
        long before = LiveTensors.Count();

        TorchSampler.Sample<float>(
            Process,
            new StandardNormalScore(3),
            new EulerMaruyama(),
            Grids.Uniform(steps: 10_000),
            5,
            1,
            new TorchSamplerOptions { Progress = new Heard<double>(_ => counts.Add(Tensor.TotalCount)) });

        Assert.Single(counts);
        Assert.Equal(before, LiveTensors.Count());
    }

    [TorchFact]
    public void No_samples_are_refused()
    {
        foreach (int count in new[] { 0, -1 })
        {
            Assert.Equal("count", Assert.Throws<ArgumentOutOfRangeException>(() =>
                TorchSampler.Sample<float>(Process, new StandardNormalScore(3), new EulerMaruyama(), Grid, count, 1)).ParamName);
        }
    }

    [TorchFact]
    public void Samples_do_not_depend_on_the_batches()
    {
        GaussianMixture law = GaussianMixture.Ring();
        using var score = new TorchMixtureScore(law, torch.float64, torch.CPU);
        SampleSet<double> whole = Run(new TorchSamplerOptions());

        foreach (int rows in new[] { 1, 7, 16, 100 })
        {
            Assert.InRange(OnTensors.Difference<double>(Run(new TorchSamplerOptions { BatchRows = rows }).Values, whole.Values), 0, 1e-11);
        }

        SampleSet<double> shard = TorchSampler.Sample<double>(
            Process, score, new EulerMaruyama(), Grid, 10, 3, new TorchSamplerOptions { FirstSample = 15 });
        Assert.InRange(OnTensors.Difference<double>(shard.Values, whole.Values.AsSpan(30, 20)), 0, 1e-11);

        SampleSet<double> Run(TorchSamplerOptions options) =>
            TorchSampler.Sample<double>(Process, score, new EulerMaruyama(), Grid, 25, 3, options);
    }

    [TorchFact]
    public void Float_samples_are_those_of_the_CPU_to_rounding()
    {
        GaussianMixture law = GaussianMixture.Ring();
        SampleSet<float> expected = Sampler.Sample(Process, law.Score<float>(), new Heun(), Grid, 100, 3);
        using var score = new TorchMixtureScore(law, torch.float32, torch.CPU);

        SampleSet<float> samples = TorchSampler.Sample<float>(Process, score, new Heun(), Grid, 100, 3);

        Assert.InRange(OnTensors.Difference<float>(samples.Values, expected.Values), 0, 5e-4);
    }

    [TorchFact]
    public void A_value_that_is_not_finite_is_told_with_its_step_and_sample()
    {
        long before = LiveTensors.Count();
        NonFiniteSampleException failure = Assert.Throws<NonFiniteSampleException>(() => TorchSampler.Sample<double>(
            Process,
            new FailingScore(spoiledBelow: 0.5, spoiledRow: 3),
            new EulerMaruyama(),
            Grid,
            12,
            3,
            new TorchSamplerOptions { BatchRows = 6, FirstSample = 100 }));

        Assert.Equal(Enumerable.Range(0, Grid.Steps).First(i => Grid.Times[i] < 0.5), failure.Step);
        Assert.Equal(103, failure.Sample);
        Assert.Equal(before, LiveTensors.Count());
    }

    [TorchFact]
    public void Batches_are_halved_until_they_fit_and_nothing_is_left_behind()
    {
        var halved = new List<int>();
        long before = LiveTensors.Count();
        SampleSet<double> expected = TorchSampler.Sample<double>(Process, new StandardNormalScore(2), new EulerMaruyama(), Grid, 21, 3);

        SampleSet<double> samples = TorchSampler.Sample<double>(
            Process, new FailingScore(mostRows: 6), new EulerMaruyama(), Grid, 21, 3, new TorchSamplerOptions { BatchHalved = new Heard<int>(halved.Add) });

        Assert.Equal([11, 6], halved);
        Assert.InRange(OnTensors.Difference<double>(samples.Values, expected.Values), 0, 1e-13);
        Assert.Equal(before, LiveTensors.Count());
    }

    [TorchFact]
    public void A_batch_that_was_asked_for_and_does_not_fit_is_refused_with_one_to_try()
    {
        DeviceMemoryException failure = Assert.Throws<DeviceMemoryException>(() => TorchSampler.Sample<double>(
            Process, new FailingScore(mostRows: 6), new EulerMaruyama(), Grid, 21, 3, new TorchSamplerOptions { BatchRows = 12 }));

        Assert.Contains("--rows 6", failure.Message, StringComparison.Ordinal);
    }

    [TorchFact]
    public void Cancellation_stops_between_two_steps()
    {
        using var stop = new CancellationTokenSource();
        int steps = 0;
        var options = new TorchSamplerOptions
        {
            Cancellation = stop.Token,
            Progress = new Heard<double>(_ =>
            {
                if (++steps == 3)
                {
                    stop.Cancel();
                }
            }),
        };

        Assert.Throws<OperationCanceledException>(() =>
            TorchSampler.Sample<float>(Process, new StandardNormalScore(2), new EulerMaruyama(), Grid, 4, 3, options));
        Assert.Equal(3, steps);
    }
}
