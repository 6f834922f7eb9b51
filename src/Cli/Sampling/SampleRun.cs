using System.Diagnostics;
using System.Numerics;
using ScoreSde.Cli.Devices;
using ScoreSde.Cli.Fitting;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Output;
using ScoreSde.Cli.Parts;
using ScoreSde.Cli.Pictures;
using ScoreSde.Cli.Planning;
using ScoreSde.Likelihood;
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
            Plans.Sampling<T>(output.Led, output.CountInMemory, output.Threads, settings.Times.Count, output.Out is not null, output.Image is not null, settings.Frames.Count, output.Density is not null).Check(terminal);
            output.CheckDisk<T>(settings.Times.Count, terminal);
        }

        TimeGrid grid = settings.Grid.Value.Make(model.Process, model.Range, settings.Steps);
        PriorWarning.Write(model, grid.Times[0], terminal);
        if (output.Target is not null)
        {
            return ToFile<T>(settings, grid, terminal);
        }

        Trajectory<T>? trajectory = settings.Times.Count > 0 ? Trajectory<T>.OfStates(grid, [.. settings.Times], output.CountInMemory, model.Dimension) : Way<T>(settings, grid);
        var clock = Stopwatch.StartNew();
        SampleSet<T> samples;
        DensityReport? densities = null;
        using (var progress = new ProgressBar($"{model.Name}, {settings.Solver.Name}", terminal))
        {
            if (output.Density is null)
            {
                samples = settings.Device.Sample(settings, grid, trajectory, progress.IfShown, terminal);
            }
            else
            {
                SampleDensities<T> found = WithDensities(settings, grid, trajectory, progress.IfShown, terminal);
                (samples, densities) = (found.Samples, DensityReport.Of(model, grid, found));
            }
        }

        double seconds = clock.Elapsed.TotalSeconds;
        if (trajectory is not null)
        {
            output.Animate(trajectory, terminal);
        }

        bool isWhole = settings.Times.Count > 0;
        output.Write(isWhole ? trajectory!.Values.ToArray() : samples.Values, isWhole ? trajectory!.Times : null, terminal);
        output.Density?.Part?.Record(output.Out!);
        densities?.Write(output.Density!, terminal);
        Tell(settings, samples.Evaluations, seconds, terminal);
        if (isWhole)
        {
            terminal.Error.WriteLine($"States at t = {string.Join(", ", trajectory!.Times.Select(static time => $"{time:G6}"))}.");
        }

        return ExitCode.Done;
    }

    private static SampleDensities<T> WithDensities<T>(SampleSettings settings, TimeGrid grid, Trajectory<T>? trajectory, IProgress<double>? progress, Terminal terminal)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        SampleOutput output = settings.Output;
        return SampleDensity.Sample(
            output.Model.Process,
            output.Score<T>(),
            settings.Solver.For(output.Model.Moment<T>()),
            grid,
            output.CountInMemory,
            output.Seed,
            new SamplerOptions { FirstSample = output.Rows.First, Threads = output.Threads, Progress = progress, Cancellation = terminal.Cancellation },
            trajectory);
    }

    // The states of the few samples that an animation shows.
    private static Trajectory<T>? Way<T>(SampleSettings settings, TimeGrid grid)
        where T : unmanaged, IFloatingPointIeee754<T> => settings.Frames.Count == 0
        ? null
        : Trajectory<T>.OfStates(grid, [.. settings.Frames], SampleAnimation.Rows(settings.Output.Model, settings.Output.Count), settings.Output.Model.Dimension);

    // Samples that went to their file left no states; the first of them are drawn again, to the same bits.
    private static void AnimateAgain<T>(SampleSettings settings, TimeGrid grid, Terminal terminal)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Way<T>(settings, grid) is { } way)
        {
            SampleOutput few = settings.Output with { Count = way.Count, Target = null };
            settings.Device.Sample(settings with { Output = few }, grid, way, null, terminal);
            settings.Output.Animate(way, terminal);
        }
    }

    private static int ToFile<T>(SampleSettings settings, TimeGrid grid, Terminal terminal)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (settings.Frames.Count > 0)
        {
            Plans.Sampling<T>(settings.Output.Model, SampleAnimation.Rows(settings.Output.Model, settings.Output.Count), settings.Output.Threads, 0, false, false, settings.Frames.Count).Check(terminal);
        }

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

        AnimateAgain<T>(settings, grid, terminal);
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
