using ScoreSde.Adaptive;
using ScoreSde.Cli.Devices;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Output;
using ScoreSde.Cli.Parts;
using ScoreSde.Cli.Sampling;
using ScoreSde.Data;
using ScoreSde.Sampling;
using ScoreSde.Tests.Models;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Sampling;

/// <summary>What is said and what is left of a run that writes its samples as they are done: ten of two numbers.</summary>
[Trait("Category", "Once")]
public sealed class StreamedRunTests : IDisposable
{
    private readonly Folder folder = new();

    private string Out => folder["x.npy"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_is_done_when_a_person_stops_it_is_kept_and_told()
    {
        InterruptedSamplingException stopped = Assert.Throws<InterruptedSamplingException>(() => Run((rows, sink) =>
        {
            Take(sink, rows.First, 3);
            throw new OperationCanceledException();
        }));
        Assert.Equal($"Stopped. 3 of 10 samples are kept in {Out}.partial; go on with: go on {Out}", stopped.Message);
        Assert.Equal(["x.npy.partial", "x.npy.partial.json"], folder.Files);

        // What goes on draws the others, and has what was there in its file.
        (RowRange drawn, string told, _) = Run((rows, sink) => Take(sink, rows.First, (int)rows.Count), resumes: true);
        Assert.Equal(new RowRange(3, 7), drawn);
        Assert.Equal($"{Out}: 10 × 2 float32\n", told);
        Assert.Equal(["x.npy"], folder.Files);
        Assert.Equal([.. Enumerable.Range(0, 20).SelectMany(static i => BitConverter.GetBytes((float)i))], File.ReadAllBytes(Out)[128..]);

    }

    [Fact]
    public void A_failure_is_told_with_what_is_kept_and_alone_where_nothing_is()
    {
        InterruptedSamplingException failed = Assert.Throws<InterruptedSamplingException>(() => Run((rows, sink) =>
        {
            Take(sink, 0, 9);
            throw new DataFileException("y", "it has gone.");
        }));
        Assert.Equal($"y: it has gone. 9 of 10 samples are kept in {Out}.partial; go on with: go on {Out}", failed.Message);
        Assert.IsType<DataFileException>(failed.InnerException);
        File.Delete($"{Out}.partial");
        Assert.Throws<OperationCanceledException>(() => Run((_, sink) =>
        {
            Take(sink, 1, 2);
            throw new OperationCanceledException();
        }));
        Assert.DoesNotContain("x.npy.partial", folder.Files);
    }

    [Fact]
    public void Samples_that_are_not_finite_leave_nothing()
    {
        foreach (Exception failure in (Exception[])[new NonFiniteSampleException("x", 1, 0.5, 2), new StepLimitException("x", 1, 0.5, 2)])
        {
            Exception told = Assert.ThrowsAny<Exception>(() => Run((_, sink) =>
            {
                Take(sink, 0, 3);
                throw failure;
            }));
            Assert.Same(failure, told);
            Assert.Empty(folder.Files);
        }
    }

    [Fact]
    public void A_process_that_is_ended_from_outside_says_what_is_kept()
    {
        using var stop = new StopSignal();
        string? early = "";
        string? late = "";
        Assert.Throws<DataFileException>(() => Run(
            (_, sink) =>
            {
                Assert.NotNull(stop.Farewell);
                early = stop.Farewell!();
                throw new DataFileException("y", "it has gone.");
            },
            stop: stop));
        Assert.Null(early);
        Assert.Null(stop.Farewell);
        Assert.ThrowsAny<Exception>(() => Run(
            (_, sink) =>
            {
                Take(sink, 0, 4);
                late = stop.Farewell!();
                throw new OperationCanceledException();
            },
            stop: stop));
        Assert.Equal($"Stopped. 4 of 10 samples are kept in {Out}.partial; go on with: go on {Out}", late);
        Assert.Null(stop.Farewell);
        Run((rows, sink) => Take(sink, rows.First, (int)rows.Count), resumes: true, stop: stop);
        Assert.Null(stop.Farewell);
    }

    [Fact]
    public void A_part_is_told_with_its_rows_and_draws_them_alone()
    {
        (RowRange drawn, string told, _) = Run((rows, sink) => Take(sink, rows.First, (int)rows.Count), shard: new Shard(2, 3));
        Assert.Equal(new RowRange(3, 3), drawn);
        Assert.Equal($"{Out}: 3 × 2 float32, rows 3 to 5 of 10 (shard 2/3)\n", told);
        Assert.Equal([.. Enumerable.Range(6, 6).SelectMany(static i => BitConverter.GetBytes((float)i))], File.ReadAllBytes(Out)[128..]);
        Assert.Equal("2/3", PartRecord.Read($"{Out}.json")!.Shard);

        // Once all are there none is drawn.
        (drawn, string again, _) = Run((_, _) => throw new InvalidOperationException(), shard: new Shard(2, 3), resumes: true);
        Assert.Equal((new RowRange(6, 0), told), (drawn, again));
    }

    /// <summary>8 bytes a row and 8,192 of marks: half of 8,272 bytes, and of a run that goes on with 4 of 10 seven tenths.</summary>
    [Fact]
    public void A_person_sees_the_bytes_that_are_done()
    {
        (_, _, string talk) = Run(
            (_, sink) =>
            {
                Take(sink, 0, 4);
                throw new OperationCanceledException();
            },
            isSeen: true,
            isStopped: true,
            reports: [0.5, 1]);
        string[] drawn = talk.Split('\r', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("title [############............]  50 %, ", drawn[0], StringComparison.Ordinal);
        Assert.EndsWith(", 4136 bytes of 8272 bytes", drawn[0], StringComparison.Ordinal);
        Assert.Contains("100 %, 0:00 left, 8272 bytes of 8272 bytes", drawn[1], StringComparison.Ordinal);
        (_, _, talk) = Run((rows, sink) => Take(sink, rows.First, (int)rows.Count), resumes: true, isSeen: true, reports: [0.01, 0.5]);
        drawn = talk.Split('\r', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("title [#########...............]  41 %, 3358 bytes of 8272 bytes", drawn[0], StringComparison.Ordinal);
        Assert.Contains("]  70 %, ", drawn[1], StringComparison.Ordinal);
        Assert.EndsWith(", 5790 bytes of 8272 bytes", drawn[1].TrimEnd(), StringComparison.Ordinal);
    }

    /// <summary>A hundred megabytes and more are announced, with what is there of them; 12,498,976 rows and the marks are exactly so many.</summary>
    [Fact]
    public void A_large_file_is_announced()
    {
        (_, _, string talk) = Run(Stopped, count: 12_498_976, isStopped: true);
        Assert.Empty(talk);
        (_, _, talk) = Run(Stopped, count: 12_498_977, isStopped: true);
        Assert.Equal($"{Out}: 100 MB.\n", talk);
        (_, _, talk) = Run(
            (_, sink) =>
            {
                Take(sink, 0, 3);
                throw new OperationCanceledException();
            },
            count: 12_498_977,
            isStopped: true);
        Assert.Equal($"{Out}: 100 MB.\n", talk);
        (_, _, talk) = Run(Stopped, count: 12_498_977, isStopped: true, resumes: true);
        Assert.Equal($"{Out}: 100 MB, 3 of 12498977 samples are there.\n", talk);

        static void Stopped(RowRange rows, ISampleSink<float> sink) => throw new OperationCanceledException();
    }

    [Fact]
    public void A_disk_too_small_is_told_unless_the_file_has_its_room_already()
    {
        const string Told = "becomes 8272 bytes long, and its disk has 8271 bytes left: give a smaller --count, or --out on another disk.";
        Assert.EndsWith(Told, Assert.Throws<Cli.Arguments.UsageException>(() => Run(Stopping, disk: 8271)).Message, StringComparison.Ordinal);
        Assert.Throws<InterruptedSamplingException>(() => Run(Stopping, disk: 8272));
        Run((rows, sink) => Take(sink, rows.First, (int)rows.Count), resumes: true, disk: 0);
        Assert.Throws<Cli.Arguments.UsageException>(() => Run(Stopping, resumes: true, disk: 0));

        static void Stopping(RowRange rows, ISampleSink<float> sink)
        {
            Take(sink, 0, 1);
            throw new OperationCanceledException();
        }
    }

    [Fact]
    public void An_adaptive_run_that_is_complete_says_nothing_of_evaluations()
    {
        string[] words = ["sample", "--model", "gaussian", "--solver", "dopri5", "--count", "4", "--shard", "1/2", "--out", Out];
        Assert.Contains(" evaluations a sample (", ProgramRun.Done(words).Error, StringComparison.Ordinal);
        ProgramRun again = ProgramRun.Done([.. words, "--resume"]);
        Assert.Equal(($"{Out}: 2 × 2 float32, rows 0 to 1 of 4 (shard 1/2)\n", ""), (again.Out, again.Error));
    }

    [Fact]
    public void Densities_are_told_with_their_mean_and_what_is_too_much_of_it()
    {
        using var results = new StringWriter { NewLine = "\n" };
        using var talk = new StringWriter { NewLine = "\n" };
        var terminal = new Terminal(results, talk);
        string file = folder["d.npy"];
        new DensityReport([1, 2, 3, 4], [0.5, 0.5, -0.5, 1.5]).Write(new DensityTarget(file, null), terminal);
        Assert.Equal(
            $"{file}: ln p of 4 samples, float64, mean 2.50 ± 0.645 nats\nAgainst the exact ln p: 0.500 ± 0.408 too much in the mean, root mean square error 0.866 nats.\n", results.ToString());
        Assert.Empty(talk.ToString());
        Assert.Equal([.. new double[] { 1, 2, 3, 4 }.SelectMany(BitConverter.GetBytes)], File.ReadAllBytes(file)[^32..]);
        Assert.Equal(["d.npy"], folder.Files);
        results.GetStringBuilder().Clear();
        var part = new PartOfRun(new RunIdentity("1", "scoresde sample", 0, 10, new Dictionary<string, string>()), new Shard(2, 3));
        new DensityReport([7], null).Write(new DensityTarget(file, part), terminal);
        Assert.Equal($"{file}: ln p of 1 samples, float64, mean 7.00 nats\n", results.ToString());
        Assert.Equal("An estimate of the density of what this model samples, too high in the mean as far as the network is not the score of its own samples.\n", talk.ToString());
        Assert.Equal(["d.npy", "d.npy.json"], folder.Files);
    }

    // Row n holds 2n and 2n + 1.
    private static void Take(ISampleSink<float> sink, long first, int count) =>
        sink.Take(first, [.. Enumerable.Range(0, 2 * count).Select(i => (float)((2 * first) + i))]);

    private (RowRange Drawn, string Out, string Talk) Run(
        Action<RowRange, ISampleSink<float>> draw,
        bool resumes = false,
        Shard? shard = null,
        long count = 10,
        StopSignal? stop = null,
        bool isSeen = false,
        bool isStopped = false,
        long disk = long.MaxValue,
        double[]? reports = null)
    {
        using var results = new StringWriter { NewLine = "\n" };
        using var talk = new StringWriter { NewLine = "\n" };
        var run = new RunIdentity("1", "scoresde sample", 0, count, new Dictionary<string, string>());
        var output = new SampleOutput(new PlainModel("m", 2, PlainModel.Drawn(2)), count, 0, null, null, 1, new SampleFiles(Out, null, null))
        {
            Target = new SampleTarget(run, shard, resumes, static path => $"go on {path}"),
        };
        var terminal = new Terminal(results, talk)
        {
            Stop = stop ?? new StopSignal(),
            ErrorIsTerminal = isSeen,
            BetweenDrawings = TimeSpan.Zero,
            DiskBytes = _ => disk,
        };
        RowRange drawn = default;
        try
        {
            drawn = StreamedRun.Execute<float>(
                output,
                "title",
                (rows, sink, progress) =>
                {
                    Assert.Equal(isSeen, progress is not null);
                    foreach (double value in reports ?? [])
                    {
                        progress!.Report(value);
                    }

                    draw(rows, sink);
                },
                terminal);
        }
        catch (Exception stopped) when (isStopped && (stopped is OperationCanceledException || stopped is InterruptedSamplingException))
        {
            // What was written until then is what is asked for.
        }

        return (drawn, results.ToString(), talk.ToString());
    }
}
