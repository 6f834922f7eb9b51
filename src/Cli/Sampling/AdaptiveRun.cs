using System.Diagnostics;
using System.Numerics;
using ScoreSde.Adaptive;
using ScoreSde.Cli.Devices;
using ScoreSde.Cli.Fitting;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Output;
using ScoreSde.Cli.Parts;
using ScoreSde.Cli.Planning;
using ScoreSde.Sampling;
using ScoreSde.TimeGrids;

namespace ScoreSde.Cli.Sampling;

/// <summary>Draws samples by a method that chooses its steps, and writes them.</summary>
internal static class AdaptiveRun
{
    /// <summary>Does it.</summary>
    /// <returns>The exit code.</returns>
    public static int Execute<T>(IAdaptiveMethod method, SampleOutput output, Terminal terminal)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Model model = output.Model;
        if (output.Target is null)
        {
            Plans.Sampling<T>(output.Led, output.CountInMemory, output.Threads, 0, output.Out is not null, output.Image is not null).Check(terminal);
            output.CheckDisk<T>(1, terminal);
        }

        PriorWarning.Write(model, BalancedGrid.StartOf(model.Process, model.Range), terminal);
        var clock = Stopwatch.StartNew();
        (AdaptiveTotals totals, double seconds) = output.Target is null
            ? InMemory<T>(method, output, clock, terminal)
            : ToFile<T>(method, output, clock, terminal);
        if (totals.Count == 0)
        {
            return ExitCode.Done;
        }

        terminal.Error.WriteLine(
            $"{model.Name} ({model.Process.Name}, {model.Process.Schedule.Name}), {method.Name}: " +
            $"{totals.MeanEvaluations:F1} evaluations a sample ({totals.FewestEvaluations} to {totals.MostEvaluations}), " +
            $"{totals.RejectedShare:P0} of the steps rejected, seed {output.Seed}, {seconds:F2} s.");
        return ExitCode.Done;
    }

    private static (AdaptiveTotals, double) InMemory<T>(IAdaptiveMethod method, SampleOutput output, Stopwatch clock, Terminal terminal)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        AdaptiveSamples<T> samples;
        using (var progress = new ProgressBar($"{output.Model.Name}, {method.Name}", terminal))
        {
            samples = AdaptiveSampler.Sample(
                output.Model.Process, output.Score<T>(), method, output.CountInMemory, output.Seed, Options(output, new RowRange(0, output.Count), progress.IfShown, terminal));
        }

        double seconds = clock.Elapsed.TotalSeconds;
        output.Write(samples.Values, null, terminal);
        return (AdaptiveTotals.Of(samples), seconds);
    }

    private static (AdaptiveTotals, double) ToFile<T>(IAdaptiveMethod method, SampleOutput output, Stopwatch clock, Terminal terminal)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var totals = new AdaptiveTotals();
        double seconds = 0;
        StreamedRun.Execute<T>(
            output,
            $"{output.Model.Name}, {method.Name}",
            (rows, sink, progress) =>
            {
                totals = AdaptiveSampler.Stream(
                    output.Model.Process, output.Score<T>(), method, rows.Count, output.Seed, sink, Options(output, rows, progress, terminal));
                seconds = clock.Elapsed.TotalSeconds;
            },
            terminal);
        return (totals, seconds);
    }

    private static SamplerOptions Options(SampleOutput output, RowRange rows, IProgress<double>? progress, Terminal terminal) =>
        new() { FirstSample = rows.First, Threads = output.Threads, Progress = progress, Cancellation = terminal.Cancellation };
}
