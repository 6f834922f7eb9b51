using System.Numerics;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Output;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;

namespace ScoreSde.Cli.Runs;

/// <summary>The ends of the reverse SDE's paths for the start and the Brownian path of each sample of a comparison on one path.</summary>
/// <remarks>ShARK on the same paths on a fine grid; half as many steps tell its own error, 1/(2^1.5 − 1) of the difference for strong order 1.5.</remarks>
internal static class PathEnds
{
    private const int Steps = 2048;

    /// <summary>Adds the distance to these ends to a yardstick.</summary>
    public static Yardstick AddTo<T>(Yardstick yardstick, Model model, CompareSettings settings, double start, Terminal terminal)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var progress = new ProgressBar($"{model.Name}, exact paths", terminal);
        var options = new SamplerOptions { Threads = settings.Threads, Progress = progress.IfShown, Cancellation = terminal.Cancellation };
        double[] Ends(int steps)
        {
            T[] values = Sampler.Sample(
                model.Process,
                model.Score<T>(model.TurnOf),
                new OnOnePath(new StochasticRungeKutta(AreaTableau.Shark)),
                Grids.Quadratic(steps, new TimeRange(0, start)),
                Math.Min(ReferenceEnds.Most, settings.SamplesFor(model)),
                settings.Seed,
                options).Values;
            model.ToNatural<T>(values);
            return Array.ConvertAll(values, double.CreateTruncating);
        }

        double[] fine = Ends(Steps);
        double error = ReferenceEnds.Distance(fine, Ends(Steps / 2), model.Dimension).Value / (Math.Pow(2, 1.5) - 1);
        return new ReferenceEnds(fine, model.Dimension, error).AddTo(
            yardstick,
            new Measure("pathDistance", "path", MeasureGoal.Low, static _ => default),
            "RMS distance to the ends of the exact reverse SDE from the same start on the same Brownian paths");
    }
}
