using System.Numerics;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;

namespace ScoreSde.Tests.Sampling;

/// <summary>The same seed gives the same bits, whatever the threads, tiles, shards and neighbours.</summary>
public sealed class BitInvarianceTests
{
    private const int Count = 53;
    private const ulong Seed = 4242;

    private static readonly IDiffusionProcess Process = new VariancePreserving(new LinearSchedule());

    private static readonly GaussianMixture Data = new(
        [
            Gaussian.WithCovariance([1, 0, -1], new[,] { { 0.5, 0.2, 0.0 }, { 0.2, 0.4, 0.1 }, { 0.0, 0.1, 0.3 } }),
            Gaussian.Isotropic([-1, 0.5, 1], 0.1),
        ]);

    public static TheoryData<string> Names => [.. KnownSolvers.All.Select(static solver => solver.Facts.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Threads_and_tiles_change_no_bit_in_double(string name) => ThreadsAndTiles<double>(name);

    [Theory]
    [MemberData(nameof(Names))]
    public void Threads_and_tiles_change_no_bit_in_float(string name) => ThreadsAndTiles<float>(name);

    [Theory]
    [MemberData(nameof(Names))]
    public void Shards_put_together_are_the_whole_run(string name)
    {
        float[] whole = Run<float>(name, Count, new SamplerOptions { Threads = 1 }).Values;
        float[] first = Run<float>(name, 20, new SamplerOptions { Threads = 2, TileRows = 7 }).Values;
        float[] second = Run<float>(name, Count - 20, new SamplerOptions { FirstSample = 20, TileRows = 5 }).Values;
        Assert.Equal<IEnumerable<float>>(whole, first.Concat(second));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_sample_alone_is_its_row_in_a_batch(string name)
    {
        SampleSet<double> whole = Run<double>(name, Count, new SamplerOptions { Threads = 1 });
        foreach (int row in new[] { 0, 1, 17, Count - 1 })
        {
            SampleSet<double> alone = Run<double>(name, 1, new SamplerOptions { FirstSample = row });
            Assert.Equal(whole[row].ToArray(), alone[0].ToArray());
        }
    }

    [Fact]
    public void A_shard_may_begin_beyond_two_to_the_thirty_two()
    {
        const long Far = (1L << 33) + 5;
        SampleSet<double> far = Run<double>("em", 3, new SamplerOptions { FirstSample = Far });
        SampleSet<double> again = Run<double>("em", 1, new SamplerOptions { FirstSample = Far + 2 });
        Assert.Equal(far[2].ToArray(), again[0].ToArray());
        Assert.NotEqual(Run<double>("em", 3, new SamplerOptions { FirstSample = 5 }).Values, far.Values);
    }

    [Fact]
    public void Another_seed_gives_other_samples_and_the_high_half_of_a_seed_counts()
    {
        var options = new SamplerOptions();
        double[] Of(ulong seed) => Sampler.Sample(
            Process, Data.Score<double>(), new EulerMaruyama(), Grids.Uniform(5, 1e-3), 4, seed, options).Values;
        Assert.Equal(Of(1), Of(1));
        Assert.NotEqual(Of(1), Of(2));
        Assert.NotEqual(Of(1), Of(1 + (1ul << 32)));
    }

    [Fact]
    public void The_seed_reaches_the_noise_of_the_steps_and_not_the_prior_alone()
    {
        double[] start = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6];
        double[] Of(ISolver solver, ulong seed) => Sampler.Solve<double>(
            Process, Data.Score<double>(), solver, Grids.Uniform(5, 1e-3), start, seed).Values;
        Assert.NotEqual(Of(new EulerMaruyama(), 1), Of(new EulerMaruyama(), 2));
        Assert.Equal(Of(new Heun(), 1), Of(new Heun(), 2));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Float_follows_double_to_its_own_precision(string name)
    {
        double[] exact = Run<double>(name, Count, new SamplerOptions()).Values;
        float[] single = Run<float>(name, Count, new SamplerOptions()).Values;
        for (int i = 0; i < exact.Length; i++)
        {
            // Eight steps whose slope multiplies an error by up to about ten; 1 ulp of float is 1.2e-7.
            Near.Absolute(exact[i], single[i], 2e-4 * (1 + Math.Abs(exact[i])), name);
        }
    }

    [Fact]
    public void A_given_start_is_solved_as_the_same_start_in_any_tiling()
    {
        double[] start = [.. Enumerable.Range(0, Count * 3).Select(static i => Math.Sin(i))];
        double[] Of(SamplerOptions options) => Sampler.Solve<double>(
            Process, Data.Score<double>(), new Heun(), Grids.Uniform(5, 1e-3), start, Seed, options).Values;
        double[] whole = Of(new SamplerOptions { Threads = 1 });
        Assert.Equal(whole, Of(new SamplerOptions { Threads = 3, TileRows = 4 }));
        Assert.Equal(whole, Of(new SamplerOptions { FirstSample = 1000 }));
        Assert.Throws<ArgumentException>(() => Sampler.Solve<double>(
            Process, Data.Score<double>(), new Heun(), Grids.Uniform(5), start.AsMemory(1), Seed));
    }

    [Fact]
    public void A_sink_is_given_the_same_samples_each_once()
    {
        double[] whole = Run<double>("em", Count, new SamplerOptions()).Values;
        foreach ((int threads, int rows) in new[] { (1, 1), (3, 16), (5, 52), (0, 0) })
        {
            var sink = new Collected(whole.Length / Count, 0, Count);
            int evaluations = Sampler.Stream(
                Process, Data.Score<double>(), KnownSolvers.All.Single(static solver => solver.Facts.Name == "em"), Grids.Karras(Process, 8), Count, Seed, sink, new SamplerOptions { Threads = threads, TileRows = rows });
            Assert.Equal(whole, sink.Values);
            Assert.All(sink.Times, static times => Assert.Equal(1, times));
            Assert.Equal(8, evaluations);
        }
    }

    [Fact]
    public void Samples_far_beyond_2_to_the_31_have_names_of_their_own()
    {
        const long Far = (1L << 40) + 3;
        double[] expected = Run<double>("em", 20, new SamplerOptions { FirstSample = Far }).Values;
        var sink = new Collected(expected.Length / 20, Far, 20);
        Sampler.Stream(Process, Data.Score<double>(), KnownSolvers.All.Single(static solver => solver.Facts.Name == "em"), Grids.Karras(Process, 8), 20, Seed, sink, new SamplerOptions { FirstSample = Far });
        Assert.Equal(expected, sink.Values);
        Assert.NotEqual(expected, Run<double>("em", 20, new SamplerOptions { FirstSample = 3 }).Values);
        Assert.Throws<ArgumentOutOfRangeException>(() => Sampler.Stream(
            Process, Data.Score<double>(), KnownSolvers.All[0], Grids.Karras(Process, 8), 1L << 56, Seed, sink, new SamplerOptions { FirstSample = 1 }));
    }

    private static void ThreadsAndTiles<T>(string name)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] expected = Run<T>(name, Count, new SamplerOptions { Threads = 1, TileRows = Count }).Values;
        foreach ((int threads, int rows) in new[] { (1, 1), (2, 7), (3, 16), (5, 52), (0, 0) })
        {
            Assert.Equal(expected, Run<T>(name, Count, new SamplerOptions { Threads = threads, TileRows = rows }).Values);
        }
    }

    private static SampleSet<T> Run<T>(string name, int count, SamplerOptions options)
        where T : unmanaged, IFloatingPointIeee754<T> => Sampler.Sample(
            Process,
            Data.Score<T>(),
            KnownSolvers.All.Single(solver => solver.Facts.Name == name),
            Grids.Karras(Process, 8),
            count,
            Seed,
            options);
}
