using System.Diagnostics;
using System.Numerics;
using ScoreSde.Cli.Devices;
using ScoreSde.Cli.Fitting;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Output;
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
        Plans.Sampling<T>(output.Model, output.Count, output.Threads, settings.Times.Count, output.Out is not null, output.Image is not null).Check(terminal);
        TimeGrid grid = settings.Grid.Value.Make(model.Process, model.Range, settings.Steps);
        PriorWarning.Write(model, grid.Times[0], terminal);
        Trajectory<T>? trajectory = settings.Times.Count == 0
            ? null
            : Trajectory<T>.OfStates(grid, [.. settings.Times], output.Count, model.Dimension);
        var clock = Stopwatch.StartNew();
        SampleSet<T> samples;
        using (var progress = new ProgressBar($"{model.Name}, {settings.Solver.Name}", terminal))
        {
            samples = settings.Device.Sample(settings, grid, trajectory, progress.IfShown, terminal);
        }

        double seconds = clock.Elapsed.TotalSeconds;
        output.Write(trajectory?.Values.ToArray() ?? samples.Values, trajectory?.Times.Count, terminal);
        terminal.Error.WriteLine(
            $"{model.Name} ({model.Process.Name}, {model.Process.Schedule.Name}), {settings.Solver.Name}{(settings.Solver.OnPath ? " on one path a sample" : "")}, grid {settings.Grid.Name}: " +
            $"{settings.Steps} steps, {samples.Evaluations} evaluations, seed {output.Seed}, {settings.Device.Name}, {seconds:F2} s.");
        if (trajectory is not null)
        {
            terminal.Error.WriteLine($"States at t = {string.Join(", ", trajectory.Times.Select(static time => $"{time:G6}"))}.");
        }

        return ExitCode.Done;
    }
}
