using System.Diagnostics;
using ScoreSde.Checkpoints;
using ScoreSde.Cli.Output;
using ScoreSde.Data;

namespace ScoreSde.Cli.Keeping;

/// <summary>
/// Writes what a training run has learned, and does not let go of it: where its place cannot be written it goes to another, and where none can be
/// written the process lives on with it while somebody may make room.
/// </summary>
/// <param name="target">The place.</param>
/// <param name="terminal">Where failures are told.</param>
internal sealed class WeightKeeper(string target, Terminal terminal)
{
    // Names are meant from the working folder as it is now: it may be removed on the way, and made again.
    private readonly string place = Path.GetFullPath(target);
    private readonly string workingFolder = Environment.CurrentDirectory;
    private string? refuge;
    private bool refugeIsCurrent;
    private string? told;

    /// <summary>Saves on the way. A failure is told once and does not end the run.</summary>
    public void Save(Action<string> write)
    {
        if (Try(write, place) is { } fault)
        {
            Shelter(write);
            Tell($"{target}: {fault} Training goes on{(refugeIsCurrent ? $"; saved in {refuge} for now" : "")}.");
            return;
        }

        Forget();
    }

    /// <summary>Saves at the end: again and again where it fails.</summary>
    /// <returns>Where it is: the place, or another one.</returns>
    /// <exception cref="CheckpointException">It is nowhere.</exception>
    public string Keep(Action<string> write)
    {
        int requests = terminal.Stop.Requests;
        if (Try(write, place) is not { } fault)
        {
            Forget();
            return target;
        }

        Shelter(write);
        if (!refugeIsCurrent || !terminal.Cancellation.IsCancellationRequested)
        {
            Tell($"{target}: {fault} {(refugeIsCurrent ? $"The network is in {refuge} for now." : "The network is in memory alone.")} Make room; trying again{Ending()}");
            if (TryAgain(write, requests))
            {
                terminal.Error.WriteLine($"scoresde: {target}: written after all.");
                Forget();
                return target;
            }
        }

        return refugeIsCurrent ? refuge! : throw new CheckpointException(
            target,
            $"{fault} No other place could be written either: the network is lost{(refuge is null ? "" : $", but for an earlier save in {refuge}")}.");
    }

    // What is wrong, without the file's name.
    private static string? Try(Action<string> write, string path)
    {
        try
        {
            write(path);
            return null;
        }
        catch (CheckpointException failure)
        {
            return failure.Fault;
        }
        catch (DataFileException failure)
        {
            return failure.Fault;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or OutOfMemoryException)
        {
            return $"cannot be written: {WriteFault.Reason(failure)}";
        }
    }

    private string Ending() => terminal.ErrorIsTerminal ? " until it succeeds; Ctrl-C ends that." : ".";

    private bool TryAgain(Action<string> write, int requests)
    {
        var clock = Stopwatch.StartNew();
        while (terminal.ErrorIsTerminal || clock.Elapsed < (refugeIsCurrent ? terminal.Patience.WithRefuge : terminal.Patience.WithoutRefuge))
        {
            var pause = Stopwatch.StartNew();
            while (pause.Elapsed < terminal.Patience.Between)
            {
                if (terminal.Stop.Requests > requests)
                {
                    return false;
                }

                Thread.Sleep(TimeSpan.FromMilliseconds(50) < terminal.Patience.Between ? TimeSpan.FromMilliseconds(50) : terminal.Patience.Between);
            }

            if (Try(write, place) is null)
            {
                return true;
            }

            if (!refugeIsCurrent)
            {
                Shelter(write);
            }
        }

        return false;
    }

    // Beside the place, for where the place itself is the trouble; then where other disks may be.
    private void Shelter(Action<string> write)
    {
        string name = $"{Path.GetFileName(target)}.kept-{Guid.NewGuid().ToString("N")[..8]}";
        IEnumerable<string> places = new[]
        {
            Path.GetDirectoryName(place) ?? ".",
            Path.GetTempPath(),
            Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
            workingFolder,
        }.Where(static folder => folder.Length > 0).Distinct().Select(folder => Path.Combine(folder, name));
        string? kept = (refuge is null ? places : places.Prepend(refuge)).FirstOrDefault(path => Try(write, path) is null);
        refugeIsCurrent = kept is not null;
        if (kept is not null && kept != refuge)
        {
            Delete(refuge);
            refuge = kept;
        }
    }

    private void Forget()
    {
        Delete(refuge);
        refuge = null;
        told = null;
    }

    private static void Delete(string? copy)
    {
        try
        {
            if (copy is not null)
            {
                File.Delete(copy);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // A copy too many does no harm.
        }
    }

    private void Tell(string sentence)
    {
        if (sentence != told)
        {
            told = sentence;
            terminal.Error.WriteLine($"scoresde: {sentence}");
        }
    }
}
