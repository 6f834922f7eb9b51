using System.Diagnostics;
using System.Numerics;
using ScoreSde.Cli.Devices;
using ScoreSde.Cli.Fitting;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Output;
using ScoreSde.Cli.Planning;
using ScoreSde.Picard;
using ScoreSde.Sampling;
using ScoreSde.TimeGrids;

namespace ScoreSde.Cli.Sampling;

/// <summary>Draws samples with many steps of each evaluated at once, and writes them.</summary>
internal static class PicardRun
{
    /// <summary>Does it.</summary>
    /// <returns>The exit code.</returns>
    public static int Execute<T>(PicardIteration iteration, SampleSettings settings, Terminal terminal)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        SampleOutput output = settings.Output;
        Model model = output.Model;
        Plans.Sampling<T>(output.Led, output.CountInMemory, output.Threads, 0, output.Out is not null, output.Image is not null).Check(terminal);
        output.CheckDisk<T>(1, terminal);
        TimeGrid grid = settings.Grid.Value.Make(model.Process, model.Range, settings.Steps);
        PriorWarning.Write(model, grid.Times[0], terminal);
        var clock = Stopwatch.StartNew();
        PicardSamples<T> samples;
        using (var progress = new ProgressBar($"{model.Name}, {settings.Solver.Name}", terminal))
        {
            samples = PicardSampler.Sample(
                model.Process,
                output.Score<T>(),
                settings.Solver.For(model.Moment<T>()),
                grid,
                iteration,
                output.CountInMemory,
                output.Seed,
                new SamplerOptions { FirstSample = output.Rows.First, Threads = output.Threads, Progress = progress.IfShown, Cancellation = terminal.Cancellation });
        }

        double seconds = clock.Elapsed.TotalSeconds;
        output.Write(samples.Values, null, terminal);
        terminal.Error.WriteLine(
            $"{model.Name} ({model.Process.Name}, {model.Process.Schedule.Name}), {settings.Solver.Name}, grid {settings.Grid.Name}: {settings.Steps} steps, " +
            $"{iteration.Window} at once{(iteration.Tolerance > 0 ? $", tolerance {iteration.Tolerance:R}" : "")}: {samples.MeanSweeps:F1} sweeps a sample (most {samples.Depth}), " +
            $"{samples.MeanEvaluations:F1} evaluations a sample, seed {output.Seed}, {settings.Device.Name}, {seconds:F2} s.");
        return ExitCode.Done;
    }
}
