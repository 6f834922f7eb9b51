using System.Diagnostics;
using ScoreSde.Cli;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Output;

/// <summary>A stream that was closed before the program began takes nothing away from the other, and a working folder that is gone little.</summary>
public sealed class StandardStreamsTests : IDisposable
{
    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("list schedules >'{f}/kept' 2>&-", App.Done, "linear")]
    [InlineData("nothing 2>'{f}/kept' >&-", App.BadUsage, "nothing")]
    public void What_is_open_is_written_to(string line, int code, string fragment)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Assert.Equal(code, Shell($"exec {Program} {line}"));
        Assert.Contains(fragment, File.ReadAllText(folder["kept"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("list schedules >'{f}/kept'", App.Done, "linear")]
    [InlineData("sample --model mixture8 --count 10 --out '{f}/kept'", App.Done, "NUMPY")]
    [InlineData("sample --model mixture8 --count 10 --out x.npy 2>'{f}/kept'", App.BadUsage, "scoresde: x.npy: cannot be written: the working folder was removed.")]
    [InlineData("restore --model mixture8 --task inpaint --out x 2>'{f}/kept'", App.Failed, "scoresde: The working folder was removed: change to one that is there.")]
    public void Where_the_working_folder_was_removed_that_is_said_where_it_matters(string line, int code, string fragment)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Assert.Equal(code, Shell($"mkdir '{{f}}/gone' && cd '{{f}}/gone' && rmdir '{{f}}/gone' && exec {Program} {line}"));
        Assert.Contains(fragment, File.ReadAllText(folder["kept"]), StringComparison.Ordinal);
    }

    // Two starts of the program, since no process of many tests may lose its working folder.
    [Fact]
    [Trait("Category", "Once")]
    public void A_run_whose_working_folder_is_removed_is_kept_elsewhere_and_goes_on_from_there()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Assert.Equal(App.Failed, Shell(
            $"mkdir '{{f}}/gone' && cd '{{f}}/gone' && (TMPDIR='{{f}}' exec {Program} train --data moons --width 8 --depth 1 --batch 4 --steps 1000000 --threads 1 --out m 2>'{{f}}/talk') & " +
            "run=$!; until grep -q '^step' '{f}/talk' 2>/dev/null || ! kill -0 $run 2>/dev/null; do sleep 0.05; done; rm -r '{f}/gone'; kill -TERM $run; wait $run"));
        string talk = File.ReadAllText(folder["talk"]);
        Assert.Contains($"Go on with: scoresde train --resume {folder["m.kept-"]}", talk, StringComparison.Ordinal);
        Assert.Contains($"--out {folder["gone/m"]}", talk, StringComparison.Ordinal);
        Assert.NotNull(Checkpoints.TrainingCheckpoint.StoppedAt(Assert.Single(Directory.GetFiles(folder[""], "m.kept-*"))));
    }

    /// <summary>A file beyond what the system allows (ulimit -f, in blocks of 512 or 1,024 bytes) ends the run with a sentence, and leaves nothing; .NET itself starts under such a limit without its second view of code alone.</summary>
    [Fact]
    [Trait("Category", "Once")]
    public void A_file_beyond_the_greatest_length_is_told_in_a_sentence()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Assert.Equal(App.Failed, Shell($"ulimit -f 40; export DOTNET_EnableWriteXorExecute=0; {Program} sample --model gaussian --steps 2 --count 20000 --out '{{f}}/x.npy' >'{{f}}/told' 2>&1"));
        Assert.Contains("x.npy: cannot be written: it would be longer than a file may be.", File.ReadAllText(folder["told"]), StringComparison.Ordinal);
        Assert.Equal([folder["told"]], Directory.GetFileSystemEntries(folder[""]));
    }

    /// <summary>Each of the signals that ask a run to end stops it between two steps: it says so, leaves what it has done to be gone on with, and ends with 1.</summary>
    [Theory]
    [InlineData("INT", 2)]
    [InlineData("TERM", 15)]
    [InlineData("HUP", 1)]
    [Trait("Category", "Once")]
    public void A_signal_stops_a_run(string signal, int number)
    {
        // Under nohup and the like a signal is ignored, and so it is by the processes below.
        if (!OperatingSystem.IsLinux() || ((Convert.ToUInt64(File.ReadLines("/proc/self/status").Single(static line => line.StartsWith("SigIgn:", StringComparison.Ordinal))[7..].Trim(), 16) >> (number - 1)) & 1) == 1)
        {
            return;
        }

        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardError = true, WorkingDirectory = folder[""] };
        foreach (string word in $"{Path.Combine(AppContext.BaseDirectory, "scoresde.dll")} train --data moons --width 8 --depth 1 --batch 4 --steps 1000000 --threads 1 --out m".Split(' '))
        {
            start.ArgumentList.Add(word);
        }

        using Process run = Process.Start(start)!;
        var talk = new System.Text.StringBuilder();
        for (string? line = ""; line is not null && !line.StartsWith("step", StringComparison.Ordinal); line = run.StandardError.ReadLine())
        {
            talk.AppendLine(line);
        }

        using (var kill = Process.Start("kill", [$"-{signal}", $"{run.Id}"]))
        {
            kill.WaitForExit();
        }

        talk.Append(run.StandardError.ReadToEnd());
        run.WaitForExit();
        Assert.Equal(App.Failed, run.ExitCode);
        Assert.Contains("Go on with: scoresde train --resume", talk.ToString(), StringComparison.Ordinal);
        Assert.NotNull(Checkpoints.TrainingCheckpoint.StoppedAt(folder["m"]));
    }

    private static string Program => $"'{Environment.ProcessPath}' '{Path.Combine(AppContext.BaseDirectory, "scoresde.dll")}'";

    private int Shell(string line)
    {
        using var shell = Process.Start("/bin/sh", ["-c", line.Replace("{f}", folder[""].TrimEnd('/'), StringComparison.Ordinal)]);
        shell.WaitForExit();
        return shell.ExitCode;
    }
}
