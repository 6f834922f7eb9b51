using System.Diagnostics;
using ScoreSde.Cli;
using ScoreSde.Cli.Output;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Output;

/// <summary>What a process alone has: an environment, signals, an end.</summary>
[Trait("Category", "Once")]
public sealed class ProcessTests : IDisposable
{
    private const int Attempts = 5;

    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>A file has 200 columns, or as many as COLUMNS says, but no fewer than 80.</summary>
    [Theory]
    [InlineData("120", 120)]
    [InlineData("79", 80)]
    [InlineData("0", 200)]
    [InlineData("-120", 200)]
    [InlineData("", 200)]
    public void A_table_in_a_file_is_as_wide_as_it_is_said(string columns, int width)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string word in (string[])[Path.Combine(AppContext.BaseDirectory, "scoresde.dll"), "list", "solvers"])
        {
            start.ArgumentList.Add(word);
        }

        start.Environment["COLUMNS"] = columns;
        using Process run = Process.Start(start)!;
        string told = run.StandardOutput.ReadToEnd();
        run.WaitForExit();
        Assert.Equal(Within(width), told.ReplaceLineEndings("\n"));
        Assert.NotEqual(Within(width - 1), Within(width));
    }

    /// <summary>A run that waits for a pipe hears nothing of a request to stop: it is ended for it, with a sentence.</summary>
    [Fact]
    public void A_run_that_does_not_heed_a_request_to_stop_is_ended()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Assert.Equal(App.Failed, Shell("kill -TERM $run; wait $run"));
        Assert.Equal("scoresde: Stopped before the end; no file was left half-written.\n", File.ReadAllText(folder["talk"]));
        Assert.Equal(["pipe", "talk"], folder.Files);
    }

    [Fact]
    public void A_second_request_to_stop_ends_the_process_at_once()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        // 128 and the signal's number, as of a process that knows of no signals. Where a busy machine lets the shell sleep on, the run is ended before.
        const int OfSignal = 128 + 15;
        int code = 0;
        for (int attempt = 0; attempt < Attempts && code != OfSignal; attempt++)
        {
            code = Shell("kill -TERM $run; sleep 0.05; kill -TERM $run; wait $run");
        }

        Assert.Equal(OfSignal, code);
        Assert.Empty(File.ReadAllText(folder["talk"]));
    }

    private static string Within(int width)
    {
        using var results = new StringWriter { NewLine = "\n" };
        Assert.Equal(App.Done, App.Run(["list", "solvers"], new Terminal(results, TextWriter.Null) { Width = width }));
        return results.ToString();
    }

    // Once the pipe is open for writing the program has opened it for reading, and waits.
    private int Shell(string signals)
    {
        using var shell = Process.Start("/bin/sh", ["-c",
            $"cd '{folder[""]}'; rm -f pipe; mkfifo pipe; '{Environment.ProcessPath}' '{Path.Combine(AppContext.BaseDirectory, "scoresde.dll")}' sample --model pipe --out x.npy 2>talk & run=$!; exec 3>pipe; {signals}"]);
        if (!shell.WaitForExit(TimeSpan.FromMinutes(1)))
        {
            // Nothing ended the run, which would wait for ever.
            shell.Kill(entireProcessTree: true);
            shell.WaitForExit();
        }

        return shell.ExitCode;
    }
}
