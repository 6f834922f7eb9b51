using System.Diagnostics;
using System.Numerics;
using ScoreSde.Adaptive;
using ScoreSde.Cli.Devices;
using ScoreSde.Cli.Fitting;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Output;
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
        Plans.Sampling<T>(output.Model, output.Count, output.Threads, 0, output.Out is not null, output.Image is not null).Check(terminal);
        PriorWarning.Write(model, BalancedGrid.StartOf(model.Process, model.Range), terminal);
        var clock = Stopwatch.StartNew();
        AdaptiveSamples<T> samples;
        using (var progress = new ProgressBar($"{model.Name}, {method.Name}", terminal))
        {
            samples = AdaptiveSampler.Sample(
                model.Process,
                output.Score<T>(),
                method,
                output.Count,
                output.Seed,
                new SamplerOptions { Threads = output.Threads, Progress = progress.IfShown, Cancellation = terminal.Cancellation });
        }

        double seconds = clock.Elapsed.TotalSeconds;
        output.Write(samples.Values, null, terminal);
        terminal.Error.WriteLine(
            $"{model.Name} ({model.Process.Name}, {model.Process.Schedule.Name}), {method.Name}: " +
            $"{samples.MeanEvaluations:F1} evaluations a sample ({samples.Evaluations.Min()} to {samples.Evaluations.Max()}), " +
            $"{samples.RejectedShare:P0} of the steps rejected, seed {output.Seed}, {seconds:F2} s.");
        return ExitCode.Done;
    }
}
