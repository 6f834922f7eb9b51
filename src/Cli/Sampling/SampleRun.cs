using System.Diagnostics;
using System.Numerics;
using ScoreSde.Cli.Devices;
using ScoreSde.Cli.Fitting;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Output;
using ScoreSde.Cli.Parts;
using ScoreSde.Cli.Planning;
using ScoreSde.Sampling;
using ScoreSde.TimeGrids;

namespace ScoreSde.Cli.Sampling;

/// <summary>Draws samples and writes them.</summary>
internal static class SampleRun
{
    /// <summary>Does it.</summary>
    /// <returns>The exit code.</returns>
    public static int Execute<T>(SampleSettings settings, Terminal terminal)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        SampleOutput output = settings.Output;
        Model model = output.Model;
        if (output.Target is null)
        {
            Plans.Sampling<T>(output.Model, output.CountInMemory, output.Threads, settings.Times.Count, output.Out is not null, output.Image is not null).Check(terminal);
        }

        TimeGrid grid = settings.Grid.Value.Make(model.Process, model.Range, settings.Steps);
        PriorWarning.Write(model, grid.Times[0], terminal);
        if (output.Target is not null)
        {
            return ToFile<T>(settings, grid, terminal);
        }

        Trajectory<T>? trajectory = settings.Times.Count == 0
            ? null
            : Trajectory<T>.OfStates(grid, [.. settings.Times], output.CountInMemory, model.Dimension);
        var clock = Stopwatch.StartNew();
        SampleSet<T> samples;
        using (var progress = new ProgressBar($"{model.Name}, {settings.Solver.Name}", terminal))
        {
            samples = settings.Device.Sample(settings, grid, trajectory, progress.IfShown, terminal);
        }

        double seconds = clock.Elapsed.TotalSeconds;
        output.Write(trajectory?.Values.ToArray() ?? samples.Values, trajectory?.Times.Count, terminal);
        Tell(settings, samples.Evaluations, seconds, terminal);
        if (trajectory is not null)
        {
            terminal.Error.WriteLine($"States at t = {string.Join(", ", trajectory.Times.Select(static time => $"{time:G6}"))}.");
        }

        return ExitCode.Done;
    }

    private static int ToFile<T>(SampleSettings settings, TimeGrid grid, Terminal terminal)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int evaluations = 0;
        double seconds = 0;
        var clock = Stopwatch.StartNew();
        RowRange drawn = StreamedRun.Execute<T>(
            settings.Output,
            $"{settings.Output.Model.Name}, {settings.Solver.Name}",
            (rows, sink, progress) =>
            {
                evaluations = settings.Device.Stream(settings, grid, rows, sink, progress, terminal);
                seconds = clock.Elapsed.TotalSeconds;
            },
            terminal);
        if (drawn.Count > 0)
        {
            Tell(settings, evaluations, seconds, terminal);
        }

        return ExitCode.Done;
    }

    private static void Tell(SampleSettings settings, int evaluations, double seconds, Terminal terminal)
    {
        Model model = settings.Output.Model;
        terminal.Error.WriteLine(
            $"{model.Name} ({model.Process.Name}, {model.Process.Schedule.Name}), {settings.Solver.Name}{(settings.Solver.OnPath ? " on one path a sample" : "")}, grid {settings.Grid.Name}: " +
            $"{settings.Steps} steps, {evaluations} evaluations, seed {settings.Output.Seed}, {settings.Device.Name}, {seconds:F2} s.");
    }
}
