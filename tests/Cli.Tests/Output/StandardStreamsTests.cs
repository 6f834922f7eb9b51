using System.Diagnostics;
using ScoreSde.Cli;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Output;

/// <summary>A stream that was closed before the program began takes nothing away from the other.</summary>
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

        string program = Path.Combine(AppContext.BaseDirectory, "scoresde.dll");
        using var shell = Process.Start("/bin/sh", ["-c", $"exec '{Environment.ProcessPath}' '{program}' {line.Replace("{f}", folder[""].TrimEnd('/'), StringComparison.Ordinal)}"]);
        shell.WaitForExit();
        Assert.Equal(code, shell.ExitCode);
        Assert.Contains(fragment, File.ReadAllText(folder["kept"]), StringComparison.Ordinal);
    }
}
