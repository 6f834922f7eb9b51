using System.Diagnostics;
using System.Numerics;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Output;
using ScoreSde.Cli.Reports;
using ScoreSde.Data.Npy;
using ScoreSde.Images;
using ScoreSde.Sampling;
using ScoreSde.TimeGrids;

namespace ScoreSde.Cli.Runs;

/// <summary>Draws samples and writes them.</summary>
internal static class SampleRun
{
    /// <summary>Does it.</summary>
    /// <returns>The exit code.</returns>
    public static int Execute<T>(SampleSettings settings, Terminal terminal)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Model model = settings.Model;
        PriorWarning.Write(model, terminal);
        TimeGrid grid = settings.Grid.Value.Make(model.Process, settings.Steps);
        var clock = Stopwatch.StartNew();
        SampleSet<T> samples;
        using (var progress = new ProgressBar($"{model.Name}, {settings.Solver.Name}", terminal))
        {
            samples = settings.Device.Sample<T>(settings, grid, progress.IfShown, terminal);
        }

        double seconds = clock.Elapsed.TotalSeconds;
        model.ToNatural<T>(samples.Values);
        if (settings.Out is { } file)
        {
            NpyWriter<T>.Save(file, samples.Values, model.Dimension);
            terminal.Out.WriteLine($"{file}: {samples.Count} × {model.Dimension} {(typeof(T) == typeof(float) ? "float32" : "float64")}");
        }

        if (settings.Image is { } image)
        {
            PngFile.Save(image, SamplePictures.Of(model, samples.Values as float[] ?? Array.ConvertAll(samples.Values, float.CreateTruncating)));
            terminal.Out.WriteLine($"{image}: picture");
        }

        terminal.Error.WriteLine(
            $"{model.Name} ({model.Process.Name}, {model.Process.Schedule.Name}), {settings.Solver.Name}, grid {settings.Grid.Name}: " +
            $"{settings.Steps} steps, {samples.Evaluations} evaluations, seed {settings.Seed}, {settings.Device.Name}, {seconds:F2} s.");
        return App.Done;
    }
}
