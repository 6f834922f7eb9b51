using ScoreSde.Sampling;

namespace ScoreSde.Tests.Sampling;

public sealed class PacedProgressTests
{
    [Fact]
    public void Many_reports_become_few_that_only_grow_and_end_with_one()
    {
        var heard = new Heard();
        var progress = new PacedProgress(heard, 200_000);
        long done = 0;
        var clock = System.Diagnostics.Stopwatch.StartNew();
        Parallel.For(0, 200_000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ => progress.Report(Interlocked.Increment(ref done)));
        double seconds = clock.Elapsed.TotalSeconds;
        Assert.Equal(heard.Fractions.Order(), heard.Fractions);
        Assert.Equal(heard.Fractions.Count, heard.Fractions.Distinct().Count());
        Assert.Equal(1, heard.Fractions[^1]);
        Assert.InRange(heard.Fractions.Count, 1, (seconds * 50) + 51);
    }

    [Fact]
    public void A_sampler_reports_seldom_and_never_backwards()
    {
        var heard = new Heard();
        var process = new ScoreSde.Processes.VariancePreserving(new ScoreSde.Schedules.LinearSchedule());
        var clock = System.Diagnostics.Stopwatch.StartNew();
        Sampler.Sample(
            process,
            ScoreSde.Scores.GaussianMixture.Ring().Score<float>(),
            new ScoreSde.Solvers.EulerMaruyama(),
            ScoreSde.TimeGrids.Grids.Uniform(50),
            4000,
            seed: 1,
            new SamplerOptions { Threads = 4, TileRows = 16, Progress = heard });
        Assert.Equal(heard.Fractions.Order(), heard.Fractions);
        Assert.Equal(1, heard.Fractions[^1]);
        Assert.InRange(heard.Fractions.Count, 1, (clock.Elapsed.TotalSeconds * 50) + 51);
    }

    private sealed class Heard : IProgress<double>
    {
        public List<double> Fractions { get; } = [];

        public void Report(double value) => Fractions.Add(value);
    }
}
