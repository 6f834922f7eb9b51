using System.Diagnostics;

namespace ScoreSde.Tests.Support;

/// <summary>A browser without a screen, where the machine has one.</summary>
internal static class Chromium
{
    /// <summary>The program; null where there is none.</summary>
    public static string? Program { get; } =
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(static folder => Path.Combine(folder, "chromium")).FirstOrDefault(File.Exists);

    /// <summary>Opens a file and gives the document as the browser has it after its scripts, and what it has to say on its console and of requests.</summary>
    public static (string Document, string[] Console) Open(string file, string profile)
    {
        var start = new ProcessStartInfo(Program!) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string word in new[]
        {
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run", "--enable-logging=stderr",
            $"--user-data-dir={profile}", "--virtual-time-budget=2000", "--dump-dom", new Uri(file).AbsoluteUri,
        })
        {
            start.ArgumentList.Add(word);
        }

        using Process browser = Process.Start(start)!;
        Task<string> talk = browser.StandardError.ReadToEndAsync();
        string document = browser.StandardOutput.ReadToEnd();
        browser.WaitForExit();
        return (document, [.. talk.Result.Split('\n').Where(static line => line.Contains(":CONSOLE", StringComparison.Ordinal))]);
    }
}

/// <summary>A test that needs a browser, left out where the machine has none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute() => Skip = Chromium.Program is null ? "There is no chromium on this machine." : null;
}
