using System.Numerics;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Output;
using ScoreSde.Noise;
using ScoreSde.Sampling;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;

namespace ScoreSde.Cli.Runs;

/// <summary>
/// Where the exact probability flow takes the noise from which a comparison's samples start, so that a deterministic solver can be judged path by path.
/// </summary>
/// <remarks>
/// The ends are those of the classical Runge–Kutta method in σ/α in double on a fine grid equal in λ down to t = 1e-6; half as many steps tell
/// their own error, 1/15 of the difference for a method of order 4.
/// </remarks>
internal static class FlowEnds
{
    private const int Steps = 256;
    private const double LastTime = 1e-6;

    /// <summary>Solves the flow of a model with an exact score from the noise that the settings' seed names, and adds the distance to its ends to a yardstick.</summary>
    public static Yardstick AddTo<T>(Yardstick yardstick, Model model, CompareSettings settings, double start, Terminal terminal)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // The start in the numbers of the comparison, whose roundings are part of the start and not of a solver's error.
        int paths = Math.Min(ReferenceEnds.Most, settings.SamplesFor(model));
        var space = new TileSpace<T>(paths, model.Dimension);
        Tile<T> prior = space.Allocate();
        space.FillNormal(prior, model.Process.PriorDeviationAt(model.Process.At(start)), new NoiseKey(settings.Seed, 0, NoisePurpose.Prior));
        double[] states = Array.ConvertAll(prior.Values.ToArray(), double.CreateTruncating);
        using var progress = new ProgressBar($"{model.Name}, exact flow", terminal);
        var options = new SamplerOptions { Threads = settings.Threads, Progress = progress.IfShown, Cancellation = terminal.Cancellation };
        double[] Ends(int steps) => Sampler.Solve<double>(
            model.Process,
            model.Score<double>(model.TurnOf),
            new RungeKuttaInRatio(ButcherTableau.Classical4),
            Grids.UniformLambda(model.Process, steps, start, LastTime),
            states,
            settings.Seed,
            options).Values;
        double[] fine = Ends(Steps);
        return new ReferenceEnds(fine, model.Dimension, ReferenceEnds.Distance(fine, Ends(Steps / 2), model.Dimension).Value / 15).AddTo(
            yardstick,
            new Measure("flowDistance", "flow", MeasureGoal.Low, static _ => default, OfPaths: true),
            "RMS distance to the ends of the exact probability flow from the same noise");
    }
}
