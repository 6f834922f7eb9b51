using System.Numerics;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Output;
using ScoreSde.Metrics;
using ScoreSde.Noise;
using ScoreSde.Sampling;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;

namespace ScoreSde.Cli.Runs;

/// <summary>
/// Where the exact probability flow takes the noise from which a comparison's samples start, so that a deterministic solver can be judged path
/// by path: by the root mean square of ‖x − x_exact‖, which no chance in the draw of samples blurs.
/// </summary>
/// <remarks>
/// The ends are those of the classical Runge–Kutta method in σ/α in double on a fine grid equal in λ down to t = 1e-6; half as many steps tell
/// their own error, 1/15 of the difference for a method of order 4.
/// </remarks>
internal sealed class FlowEnds
{
    private const int MostPaths = 1000;
    private const int Steps = 256;
    private const double LastTime = 1e-6;

    private readonly double[] ends;
    private readonly int dimension;
    private readonly double error;

    private FlowEnds(double[] ends, int dimension, double error) => (this.ends, this.dimension, this.error) = (ends, dimension, error);

    /// <summary>Solves the flow of a model with an exact score from the noise that the settings' seed names.</summary>
    public static FlowEnds Of<T>(Model model, CompareSettings settings, Terminal terminal)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // The start in the numbers of the comparison, whose roundings are part of the start and not of a solver's error.
        int paths = Math.Min(MostPaths, settings.SamplesFor(model));
        var space = new TileSpace<T>(paths, model.Dimension);
        Tile<T> prior = space.Allocate();
        space.FillNormal(prior, model.Process.PriorDeviation, new NoiseKey(settings.Seed, 0, NoisePurpose.Prior));
        double[] start = Array.ConvertAll(prior.Values.ToArray(), double.CreateTruncating);
        using var progress = new ProgressBar($"{model.Name}, exact flow", terminal);
        var options = new SamplerOptions { Threads = settings.Threads, Progress = progress.IfShown, Cancellation = terminal.Cancellation };
        double[] Ends(int steps) => Sampler.Solve<double>(
            model.Process,
            model.Score<double>(model.TurnOf),
            new RungeKuttaInRatio(ButcherTableau.Classical4),
            Grids.UniformLambda(model.Process, steps, end: LastTime),
            start,
            settings.Seed,
            options).Values;
        double[] fine = Ends(Steps);
        return new FlowEnds(fine, model.Dimension, Distance(fine, Ends(Steps / 2), model.Dimension).Value / 15);
    }

    /// <summary>A yardstick with the distance to these ends as its last measure, and their own error as its floor.</summary>
    public Yardstick AddTo(Yardstick yardstick)
    {
        var measure = new Measure("flowDistance", "flow", MeasureGoal.Low, Of, OfPaths: true);
        return new Yardstick(
            [.. yardstick.Measures, measure],
            new Dictionary<string, MetricValue>(yardstick.Floor) { [measure.Name] = new(error, 0) },
            yardstick.FloorNote)
        {
            Notes =
            [
                .. yardstick.Notes,
                $"flow: RMS distance to the ends of the exact probability flow from the same noise, {ends.Length / dimension} paths; its floor is these ends' own error.",
            ],
        };
    }

    private MetricValue Of(Samples samples) => Distance(Array.ConvertAll(samples.Values[..ends.Length].ToArray(), static value => (double)value), ends, dimension);

    private static MetricValue Distance(double[] first, double[] second, int dimension)
    {
        var squares = new double[first.Length / dimension];
        for (int i = 0; i < first.Length; i++)
        {
            squares[i / dimension] += (first[i] - second[i]) * (first[i] - second[i]);
        }

        double mean = squares.Average();
        double spread = Math.Sqrt(squares.Sum(square => (square - mean) * (square - mean)) / Math.Max(1, squares.Length - 1));
        double root = Math.Sqrt(mean);

        // The deviation of a root is that of its square over twice the root.
        return new(root, root == 0 ? 0 : spread / Math.Sqrt(squares.Length) / (2 * root));
    }
}
