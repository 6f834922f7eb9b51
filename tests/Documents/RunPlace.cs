using System.Diagnostics;

namespace ScoreSde.Documents;

/// <summary>A folder of its own in which commands run, so that a check changes nothing in the repository.</summary>
internal sealed class RunPlace : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);
    private readonly string cli;

    public RunPlace(string root)
    {
        cli = Documentation.Cli(root);
        Folder = Directory.CreateTempSubdirectory("documents-").FullName;
        Directory.CreateDirectory(Path.Combine(Folder, "docs", "images"));
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>Runs the program and gives what it prints.</summary>
    /// <exception cref="InvalidOperationException">It ended with another exit code than 0, or took too long.</exception>
    public string Run(IEnumerable<string> words)
    {
        var start = new ProcessStartInfo("dotnet", [cli, .. words])
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> talk = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Limit))
        {
            process.Kill();
            throw new InvalidOperationException($"It took more than {Limit.TotalMinutes:0} minutes.");
        }

        return process.ExitCode == 0
            ? output.Result.ReplaceLineEndings("\n").Trim('\n')
            : throw new InvalidOperationException($"Exit code {process.ExitCode}: {talk.Result.Trim()}");
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
