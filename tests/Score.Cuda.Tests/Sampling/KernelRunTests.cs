using ScoreSde.Cuda;
using ScoreSde.Cuda.Models;
using ScoreSde.Cuda.Sampling;
using ScoreSde.Networks;
using ScoreSde.Sampling;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.Tests.Networks;
using ScoreSde.TimeGrids;

namespace ScoreSde.Tests.Sampling;

/// <summary>What a run gives its kernel, launch by launch.</summary>
[Trait("Category", "Once")]
public sealed class KernelRunTests
{
    private static CudaModel Ring { get; } = CudaModel.Of(GaussianMixture.Ring());

    [Fact]
    public void Launches_follow_each_other_to_the_last_sample()
    {
        var host = new NotedHost();
        SampleSet<float> samples = Draw(host, Ring, 7, new CudaSamplerOptions { BatchRows = 3, FirstSample = 100 });
        Assert.Equal([100, 100, 101, 101, 102, 102, 103, 103, 104, 104, 105, 105, 106, 106], samples.Values);
        Assert.Equal((7, 2), (samples.Count, samples.Dimension));
        Assert.Equal([(3, 100), (3, 103), (1, 106)], [.. host.Launches.Select(static one => ((int)one.Arguments.Rows, (int)one.Arguments.FirstSample))]);
        Assert.All(host.Launches, static one => Assert.Equal((5UL, 1.0), (one.Arguments.Seed, one.Arguments.Guidance)));
        Assert.All(host.Launches, static one => Assert.Equal((0, 0, 0, 0), ((int)one.Arguments.Weights, (int)one.Arguments.Halves, (int)one.Arguments.Labels, (int)one.Arguments.Scratch)));
        Assert.Equal((1, 0), (host.Entered, host.Held));
    }

    [Fact]
    public void Memory_is_what_a_launch_needs_and_no_more()
    {
        // Four steps of DDIM: the prior, then question, sum and check of each; 32 bytes an instruction, 57 floats a level, three samples of two floats, the failure.
        var host = new NotedHost();
        _ = Draw(host, Ring, 7, new CudaSamplerOptions { BatchRows = 3 });
        Assert.Equal(host.Launches[0].Arguments.Instructions * 32, host.Asked[0]);
        Assert.Equal(4 * 57 * sizeof(float), host.Asked[2]);
        Assert.Equal([3 * 2 * sizeof(float), sizeof(long)], host.Asked[3..]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Rows_have_the_class_of_their_sample(int classes)
    {
        var host = new NotedHost();
        var options = new CudaSamplerOptions { BatchRows = 3, FirstSample = 4, LabelOf = sample => sample % 2 == 0 ? 0 : -1, Guidance = 1.5 };
        SampleSet<float> samples = Draw(host, CudaModel.Of(TestNetworks.Create<float>(new MlpSettings(2, 8, 1, 4, classes))), 6, options);
        Assert.Equal(3 * sizeof(int), host.Asked[^1]);
        Assert.Equal([0, classes, 0], host.Launches[0].Labels);
        Assert.Equal([classes, 0, classes], host.Launches[1].Labels);
        Assert.Equal(1.5, host.Launches[1].Arguments.Guidance);
        Assert.Equal(8, samples.Evaluations);
        Assert.Equal(0, host.Held);
    }

    [Fact]
    public void Guidance_alone_asks_twice()
    {
        CudaModel model = CudaModel.Of(TestNetworks.Create<float>(new MlpSettings(2, 8, 1, 4, 2)));
        Assert.Equal(4, Draw(new NotedHost(), model, 1, new CudaSamplerOptions { LabelOf = static _ => 0 }).Evaluations);
        Assert.Equal(8, Draw(new NotedHost(), model, 1, new CudaSamplerOptions { LabelOf = static _ => 0, Guidance = 0 }).Evaluations);
    }

    [Fact]
    public void States_that_do_not_fit_have_room_in_the_device_s_memory()
    {
        var host = new NotedHost { Facts = new("noted", 2, 1024, 1024, 90) };
        CudaModel model = CudaModel.Of(TestNetworks.Create<float>(new MlpSettings(600, 8, 1, 4, 0)));
        _ = Draw(host, model, 1, new CudaSamplerOptions());
        nint scratch = host.Launches[0].Arguments.Scratch;
        Assert.True(scratch > 0);
    }

    [Theory]
    [InlineData(0, 2L, 102L, 0.75)]
    [InlineData(2, 1L, 101L, 0.25)]
    [InlineData(3, (1L << 39) + 5, (1L << 39) + 105, 0)]
    public void A_failure_tells_its_step_and_its_sample(int step, long row, long sample, double time)
    {
        var host = new NotedHost { Failure = (step * 1099511627776L) + row };
        NonFiniteSampleException failure = Assert.Throws<NonFiniteSampleException>(() => Draw(host, Ring, 7, new CudaSamplerOptions { FirstSample = 100 }));
        Assert.Equal((step, sample, time, "ddim"), (failure.Step, failure.Sample, failure.Time, failure.Solver));
        Assert.Equal(0, host.Held);
    }

    [Fact]
    public void A_failure_of_a_later_launch_counts_the_samples_before_it()
    {
        var host = new NotedHost { Failure = 1, FailsIn = 2 };
        NonFiniteSampleException failure = Assert.Throws<NonFiniteSampleException>(
            () => Draw(host, Ring, 9, new CudaSamplerOptions { BatchRows = 3, FirstSample = 10 }));
        Assert.Equal((0, 17L), (failure.Step, failure.Sample));
    }

    [Fact]
    public void Memory_is_given_back_where_a_level_is_refused()
    {
        var host = new NotedHost();
        var point = CudaModel.Of(GaussianMixture.Of(Gaussian.PointMass([0, 0])));
        Assert.Throws<ArgumentOutOfRangeException>(() => CudaSampler.Sample<float>(
            host, Agreement.Process, point, new Heun(), Grids.Uniform(3, 0), 1, 5, new CudaSamplerOptions { FirstSample = -1 }));
        Assert.Throws<NotSupportedException>(() => CudaSampler.Sample<float>(
            host, new Processes.RectifiedFlow(), point, new Ddim(), Grids.Uniform(3, 0), 1, 5, null));
        Assert.NotEmpty(host.Asked);
        Assert.Equal(0, host.Held);
    }

    [Fact]
    public void Only_floats_and_doubles_and_a_sample_at_least()
    {
        Assert.Equal(
            "The kernel has no numbers of type Half.",
            Assert.Throws<NotSupportedException>(() => CudaSampler.Sample<Half>(new NotedHost(), Agreement.Process, Ring, new Ddim(), Grids.Uniform(4, 0), 1, 5, null)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Draw(new NotedHost(), Ring, 0, new CudaSamplerOptions()));
    }

    [Fact]
    public void A_check_needs_no_device()
    {
        CudaSampler.Check<double>(Agreement.Process, Ring, new Ddim(), Grids.Uniform(4, 0));
        Assert.Throws<ArgumentException>(() => CudaSampler.Check<double>(Agreement.Process, Ring, new Ddim(), Grids.Uniform(4, 0), new CudaSamplerOptions { Guidance = 2 }));
        CudaModel network = CudaModel.Of(TestNetworks.Create<float>(new MlpSettings(2, 8, 1, 4, 0)), range: new Processes.TimeRange(0.1));
        var rounded = new CudaSamplerOptions { Precision = CudaPrecision.BFloat16 };
        CudaSampler.Check<float>(Agreement.Process, network, new Ddim(), Grids.Uniform(4, 0.1), rounded);
        Assert.Throws<ArgumentException>(() => CudaSampler.Check<double>(Agreement.Process, network, new Ddim(), Grids.Uniform(4, 0.1), rounded));
        Assert.ThrowsAny<ArgumentException>(() => CudaSampler.Check<float>(Agreement.Process, network, new Ddim(), Grids.Uniform(4, 0.01)));
    }

    private static SampleSet<float> Draw(NotedHost host, CudaModel model, int count, CudaSamplerOptions options) =>
        CudaSampler.Sample<float>(host, Agreement.Process, model, new Ddim(), Grids.Uniform(4, 0), count, 5, options);
}
