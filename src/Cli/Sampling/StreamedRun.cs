using System.Numerics;
using ScoreSde.Adaptive;
using ScoreSde.Cli.Devices;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Output;
using ScoreSde.Cli.Parts;
using ScoreSde.Cli.Pictures;
using ScoreSde.Cli.Planning;
using ScoreSde.Sampling;

namespace ScoreSde.Cli.Sampling;

/// <summary>Samples that go to their file as they are done; a run that ends before its end keeps them.</summary>
internal static class StreamedRun
{
    private const double WorthAWord = 1e8;

    /// <summary>Draws samples into a file.</summary>
    public delegate void Drawing<T>(RowRange rows, ISampleSink<T> sink, IProgress<double>? progress)
        where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>Does it.</summary>
    /// <returns>The samples that were drawn now: none where an earlier run had drawn all.</returns>
    /// <exception cref="InterruptedSamplingException">It ended before its end, and what is done is kept.</exception>
    public static RowRange Execute<T>(SampleOutput output, string title, Drawing<T> draw, Terminal terminal)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        RowRange rows = output.Rows;
        int shown = output.Image is null ? 0 : SamplePictures.RowsShown(output.Model, rows.Count);
        Plans.Streaming<T>(output.Led, rows.Count, output.Threads, shown).Check(terminal);
        using var file = new SampleFile<T>(output, terminal);
        FileUnits.Tell(output.Model, terminal);
        if (file.Bytes > WorthAWord && !file.IsComplete)
        {
            terminal.Error.WriteLine($"{output.Out}: {MemoryPlan.Size(file.Bytes)}{(file.Left.Count < rows.Count ? $", {rows.Count - file.Left.Count} of {rows.Count} samples are there" : "")}.");
        }

        try
        {
            if (file.Left.Count > 0)
            {
                terminal.Stop.Farewell = () => file.Keep() is var kept && (kept > 0 || file.Lost > 0) ? Sentence("Stopped", kept) : null;
                using var bar = new ProgressBar(title, terminal);
                draw(file.Left, file, terminal.ErrorIsTerminal ? new BytesProgress(bar, file.Bytes, 1 - ((double)file.Left.Count / rows.Count)) : null);
            }

            file.Commit();
        }
        catch (Exception failure) when (failure is NonFiniteSampleException or StepLimitException)
        {
            file.Discard();
            throw;
        }
        catch (Exception failure)
        {
            long kept = Keep(file, terminal);
            if (kept == 0 && file.Lost == 0)
            {
                throw;
            }

            throw new InterruptedSamplingException(Sentence(Reason(failure), kept), failure);
        }
        finally
        {
            terminal.Stop.Farewell = null;
        }

        Tell(output, file, terminal);
        return file.Left;

        string Sentence(string what, long kept) => kept > 0
            ? $"{what}. {kept} of {rows.Count} samples are kept in {file.PartialName}; go on with: {output.Target!.GoOn(file.GoOnWith)}"
            : $"{what}. {file.Lost} of {rows.Count} samples are lost with it: no other place could be written.";
    }

    private static string Reason(Exception failure) => failure is OperationCanceledException ? "Stopped" : FailureSentence.Of(failure).TrimEnd('.');

    // Whoever asks twice to stop does not end the process meanwhile.
    private static long Keep<T>(SampleFile<T> file, Terminal terminal)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using IDisposable hold = terminal.Stop.Hold();
        return file.Keep();
    }

    private static void Tell<T>(SampleOutput output, SampleFile<T> file, Terminal terminal)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        RowRange rows = output.Rows;
        string part = output.Target!.Shard is { } shard ? $", rows {rows.First} to {rows.End - 1} of {output.Count} (shard {shard})" : "";
        terminal.Out.WriteLine($"{output.Out}: {rows.Count} × {output.Model.Dimension} {(file.IsDouble ? "float64" : "float32")}{part}");
        output.Show(file.Shown, terminal);
    }

    /// <summary>A bar that knows bytes.</summary>
    private sealed class BytesProgress(ProgressBar bar, double bytes, double before) : IProgress<double>
    {
        private readonly System.Diagnostics.Stopwatch clock = System.Diagnostics.Stopwatch.StartNew();

        public void Report(double value)
        {
            double share = before + ((1 - before) * value);
            TimeSpan? left = value > 0.02 || clock.Elapsed.TotalSeconds > 10 ? TimeSpan.FromSeconds(Math.Min(1e9, clock.Elapsed.TotalSeconds * (1 - value) / Math.Max(value, 1e-9))) : null;
            bar.Report(share, left, $", {MemoryPlan.Size(share * bytes)} of {MemoryPlan.Size(bytes)}");
        }
    }
}
