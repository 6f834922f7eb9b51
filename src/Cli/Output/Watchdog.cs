using ScoreSde.Data;

namespace ScoreSde.Cli.Output;

/// <summary>Ends the process where a verb does not heed a request to stop within a second and has nothing to lose by it.</summary>
internal static class Watchdog
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(0.7);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(0.1);

    /// <summary>Begins to watch.</summary>
    public static void Start(StopSignal stop, TextWriter talk) => new Thread(() =>
    {
        Thread.Sleep(Patience);
        while (stop.IsHeld)
        {
            Thread.Sleep(Look);
        }

        talk.WriteLine($"scoresde: {stop.Farewell?.Invoke() ?? "Stopped before the end; no file was left half-written."}");
        PendingFile.AbandonAll();
        Environment.Exit(ExitCode.Failed);
    })
    {
        IsBackground = true,
        Name = "watchdog",
    }.Start();
}
