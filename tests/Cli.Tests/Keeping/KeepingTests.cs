using ScoreSde.Checkpoints;
using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Keeping;
using ScoreSde.Cli.Output;
using ScoreSde.Data;
using ScoreSde.Tests.Support;
using ScoreSde.Training;

namespace ScoreSde.Tests.Keeping;

/// <summary>When a run is saved, where it goes when its place is full, and how long that is tried again.</summary>
[Trait("Category", "Once")]
public sealed class KeepingTests : IDisposable
{
    private readonly Folder folder = new();

    private string Target => folder["m"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_failure_on_the_way_is_told_once_and_the_copy_is_written_again_and_deleted_at_the_end()
    {
        using var talk = new StringWriter { NewLine = "\n" };
        var keeper = new WeightKeeper(Target, Quick(talk));
        keeper.Save(Full("first"));
        string refuge = Assert.Single(folder.Files);
        Assert.Matches("^m\\.kept-[0-9a-f]{8}$", refuge);
        string told = $"scoresde: {Target}: cannot be written: the disk is full. Training goes on; saved in {folder[refuge]} for now.\n";
        keeper.Save(Full("second"));
        Assert.Equal([refuge], folder.Files);
        Assert.Equal("second", File.ReadAllText(folder[refuge]));
        Assert.Equal(told, talk.ToString());
        keeper.Save(Written);
        Assert.Equal(["m"], folder.Files);

        // Afterwards it is another failure, and another copy.
        keeper.Save(Full("third"));
        string next = Assert.Single(folder.Files, static name => name != "m");
        Assert.NotEqual(refuge, next);
        Assert.Equal(told + told.Replace(refuge, next, StringComparison.Ordinal), talk.ToString());
        Assert.Equal(Target, keeper.Keep(Written));
        Assert.Equal(["m"], folder.Files);
    }

    [Fact]
    public void The_places_are_beside_it_and_then_where_other_disks_may_be()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var talk = new StringWriter { NewLine = "\n" };
        var tried = new List<string>();
        new WeightKeeper(Target, Quick(talk)).Save(path =>
        {
            tried.Add(path);
            throw new IOException("", 28);
        });
        Assert.Equal(Target, tried[0]);
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string[] places = [.. new[] { folder[""].TrimEnd('/'), Path.GetTempPath(), home, Environment.CurrentDirectory }.Where(static place => place.Length > 0).Distinct()];
        Assert.Equal(places.Select(static place => place.TrimEnd('/')), tried.Skip(1).Select(static path => Path.GetDirectoryName(path)!.TrimEnd('/')));
        Assert.Single(tried.Skip(1).Select(Path.GetFileName).Distinct());
        Assert.Equal($"scoresde: {Target}: cannot be written: the disk is full. Training goes on.\n", talk.ToString());
    }

    [Fact]
    public void A_copy_that_cannot_be_written_any_more_gives_way_to_another()
    {
        using var talk = new StringWriter { NewLine = "\n" };
        var keeper = new WeightKeeper(Target, Quick(talk));
        keeper.Save(Full("first"));
        string refuge = folder[Assert.Single(folder.Files)];
        string? other = null;
        keeper.Save(path =>
        {
            if (path == Target || path == refuge)
            {
                throw new IOException("", 28);
            }

            File.WriteAllText(path, "second");
            other = path;
        });
        try
        {
            Assert.False(File.Exists(refuge));
            Assert.Equal("second", File.ReadAllText(other!));
            Assert.EndsWith($"; saved in {other} for now.\n", talk.ToString(), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(other!);
        }
    }

    [Fact]
    public void Whatever_the_failure_its_fault_is_told()
    {
        foreach ((Exception failure, string fault) in new (Exception, string)[]
        {
            (new CheckpointException("x", "the first fault."), "the first fault."),
            (new DataFileException("x", "the second fault."), "the second fault."),
            (new UnauthorizedAccessException("x"), "cannot be written: access is denied."),
            (new InsufficientMemoryException("x"), "cannot be written: there is not enough memory to write it."),
            (new DirectoryNotFoundException("x"), "cannot be written: its folder does not exist."),
        })
        {
            using var talk = new StringWriter { NewLine = "\n" };
            new WeightKeeper(Target, Quick(talk)).Save(_ => throw failure);
            Assert.Equal($"scoresde: {Target}: {fault} Training goes on.\n", talk.ToString());
        }

        using var none = new StringWriter();
        Assert.Throws<InvalidOperationException>(() => new WeightKeeper(Target, Quick(none)).Save(static _ => throw new InvalidOperationException()));
    }

    [Fact]
    public void A_run_that_was_stopped_does_not_wait_where_it_has_a_copy()
    {
        using var talk = new StringWriter();
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        var keeper = new WeightKeeper(Target, Quick(talk) with { Cancellation = stopped.Token });
        Assert.Equal("end", File.ReadAllText(keeper.Keep(Full("end"))));
        Assert.Empty(talk.ToString());

        // Without one it does.
        int tries = 0;
        string kept = new WeightKeeper(Target, Patient(talk) with { Cancellation = stopped.Token }).Keep(path =>
        {
            if (path != Target || ++tries == 1)
            {
                throw new IOException("", 28);
            }

            Written(path);
        });
        Assert.Equal((Target, 2), (kept, tries));
    }

    [Fact]
    public void Where_room_is_made_the_copy_is_deleted_and_that_is_told()
    {
        using var talk = new StringWriter { NewLine = "\n" };
        int tries = 0;
        string? refuge = null;
        string kept = new WeightKeeper(Target, Patient(talk)).Keep(path =>
        {
            if (path == Target && ++tries < 3)
            {
                throw new IOException("", 28);
            }

            refuge = path == Target ? refuge : path;
            Written(path);
        });
        Assert.Equal((Target, 3), (kept, tries));
        Assert.Equal(["m"], folder.Files);
        Assert.Equal(
            $"scoresde: {Target}: cannot be written: the disk is full. The network is in {refuge} for now. Make room; trying again.\nscoresde: {Target}: written after all.\n", talk.ToString());
    }

    [Fact]
    public void Where_nobody_watches_it_ends_with_the_copy()
    {
        using var talk = new StringWriter { NewLine = "\n" };
        string kept = new WeightKeeper(Target, Quick(talk)).Keep(Full("end"));
        Assert.Equal([Path.GetFileName(kept)], folder.Files);
        Assert.EndsWith($"The network is in {kept} for now. Make room; trying again.\n", talk.ToString(), StringComparison.Ordinal);
    }

    /// <summary>A person ends it: by a request that comes while it waits, not by one that came before.</summary>
    [Fact]
    public void At_a_terminal_it_is_tried_until_a_person_ends_it()
    {
        using var talk = new StringWriter { NewLine = "\n" };
        using var stop = new StopSignal();
        stop.Request();
        int tries = 0;
        Terminal terminal = Quick(talk) with
        {
            ErrorIsTerminal = true,
            Stop = stop,
            Patience = new() { Between = TimeSpan.FromMilliseconds(200), WithRefuge = TimeSpan.Zero, WithoutRefuge = TimeSpan.Zero },
        };
        string kept = new WeightKeeper(Target, terminal).Keep(path =>
        {
            if (path == Target)
            {
                if (++tries == 4)
                {
                    stop.Request();
                }

                Assert.True(tries < 50);

                throw new IOException("", 28);
            }

            Written(path);
        });
        Assert.Equal(4, tries);
        Assert.Equal([Path.GetFileName(kept)], folder.Files);
        Assert.EndsWith(" for now. Make room; trying again until it succeeds; Ctrl-C ends that.\n", talk.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_earlier_copy_is_named_where_the_end_is_lost()
    {
        using var talk = new StringWriter();
        var keeper = new WeightKeeper(Target, Quick(talk));
        keeper.Save(Full("first"));
        string refuge = folder[Assert.Single(folder.Files)];
        CheckpointException lost = Assert.Throws<CheckpointException>(() => keeper.Keep(static _ => throw new IOException("", 28)));
        Assert.Equal($"{Target}: cannot be written: the disk is full. No other place could be written either: the network is lost, but for an earlier save in {refuge}.", lost.Message);
        Assert.Equal("first", File.ReadAllText(refuge));
    }

    [Theory]
    [InlineData("1", 1, null)]
    [InlineData("500", 500, null)]
    [InlineData("2147483647", 2147483647, null)]
    [InlineData("never", null, null)]
    [InlineData("1s", null, 1.0)]
    [InlineData("90s", null, 90.0)]
    [InlineData("5m", null, 300.0)]
    [InlineData("1h", null, 3600.0)]
    [InlineData("0.5h", null, 1800.0)]
    [InlineData("8760h", null, 31_536_000.0)]
    public void An_interval_is_a_number_of_steps_or_a_time(string word, int? steps, double? seconds)
    {
        var faults = new Faults();
        SaveInterval read = SaveInterval.Read(word, faults);
        Assert.True(faults.None);
        Assert.Equal(steps, read.Steps);
        Assert.Equal(seconds, read.Time is { } time ? Math.Round(time.TotalSeconds, 3) : null);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("2147483648")]
    [InlineData("0s")]
    [InlineData("-1m")]
    [InlineData("m")]
    [InlineData("5d")]
    [InlineData("5M")]
    [InlineData("1e3s")]
    [InlineData("8761h")]
    [InlineData("31536001s")]
    [InlineData("Never")]
    public void Other_intervals_are_refused(string word)
    {
        var faults = new Faults();
        Assert.Equal(new SaveInterval(null, null), SaveInterval.Read(word, faults));
        Assert.Equal(
            [$"--save-every must be a number of steps, a time such as 90s, 5m or 1h, or never, not '{word}'."],
            Assert.Throws<UsageException>(faults.ThrowIfAny).Faults);
    }

    [Theory]
    [InlineData(3, null, "3 6 9")]
    [InlineData(null, null, "")]
    [InlineData(null, 0.0, "1 2 3 4 5 6 7 8 9 10")]
    [InlineData(null, 3600.0, "")]
    [InlineData(4, 3600.0, "4 8")]
    public void Training_pauses_when_it_is_time_to_save(int? steps, double? seconds, string paused)
    {
        var heard = new List<int>();
        var pauses = new List<int>();
        for (int step = 1; step <= 10; step++)
        {
            using var pause = new CancellationTokenSource();
            var point = new SavePoint(new Listener(heard), new SaveInterval(steps, seconds is { } time ? TimeSpan.FromSeconds(time) : null), pause);
            point.Report(new TrainingProgress(step, 10, 1, 1, 1, 1));
            if (pause.IsCancellationRequested)
            {
                pauses.Add(step);
            }
        }

        Assert.Equal(paused, string.Join(' ', pauses));
        Assert.Equal(Enumerable.Range(1, 10), heard);
    }

    [Theory]
    [InlineData(10, false, "4s4s2")]
    [InlineData(8, false, "4s4")]
    [InlineData(10, true, "4s1")]
    public void A_run_is_saved_between_two_stretches_and_at_its_end_by_its_caller(int steps, bool isStopped, string stretches)
    {
        using var stopped = new CancellationTokenSource();
        var heard = new List<int>();
        string done = "";
        int at = 0;
        SavedTraining.Run(
            new SaveInterval(4, null),
            new Listener(heard),
            Quick(TextWriter.Null) with { Cancellation = stopped.Token },
            () => at == steps,
            (terminal, progress) =>
            {
                int first = at;
                while (at < steps && !terminal.Cancellation.IsCancellationRequested)
                {
                    progress.Report(new TrainingProgress(++at, steps, 1, 1, 1, 1));
                    if (isStopped && at == 5)
                    {
                        stopped.Cancel();
                    }
                }

                done += $"{at - first}";
            },
            () => done += "s");
        Assert.Equal(stretches, done);
        Assert.Equal(Enumerable.Range(1, at), heard);
    }

    [Fact]
    public void What_a_resumed_run_did_before_is_shown_in_the_middle_of_its_blocks()
    {
        var before = new LossHistory(1000);
        for (int step = 0; step < 25; step++)
        {
            before.Add(step < 10 ? 4 : 2, step + 1);
        }

        var curve = new LossCurve(new Progress<TrainingProgress>());
        Assert.Empty(curve.Single);
        curve.Take(before);
        Assert.Equal([(5.0, 4.0), (15.0, 2.0)], curve.Smoothed);
        curve.Report(new TrainingProgress(26, 1000, 3, 2.5, 0, 0));
        Assert.Equal((26.0, 2.5), curve.Smoothed[^1]);
        Assert.Equal([(26.0, 3.0)], curve.Single);
    }

    private static void Written(string path) => File.WriteAllText(path, "whole");

    private static Terminal Quick(TextWriter talk) => new(TextWriter.Null, talk)
    {
        Patience = new() { Between = TimeSpan.FromMilliseconds(5), WithRefuge = TimeSpan.FromMilliseconds(40), WithoutRefuge = TimeSpan.FromMilliseconds(80) },
    };

    private static Terminal Patient(TextWriter talk) => new(TextWriter.Null, talk)
    {
        Patience = new() { Between = TimeSpan.FromMilliseconds(5), WithRefuge = TimeSpan.FromMinutes(1), WithoutRefuge = TimeSpan.FromMinutes(1) },
    };

    // No room at the place itself.
    private Action<string> Full(string text) => path =>
    {
        if (path == Target)
        {
            throw new IOException("", 28);
        }

        File.WriteAllText(path, text);
    };

    private sealed class Listener(List<int> heard) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => heard.Add(value.Step);
    }
}
