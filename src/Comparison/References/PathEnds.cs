using System.Numerics;
using ScoreSde.Comparison.Measures;
using ScoreSde.Comparison.Problems;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;

namespace ScoreSde.Comparison.References;

/// <summary>The ends of the reverse SDE's paths for the start and the Brownian path of each sample of a comparison on one path.</summary>
/// <remarks>ShARK on the same paths on a fine grid; half as many steps tell its own error, 1/(2^1.5 − 1) of the difference for strong order 1.5.</remarks>
public static class PathEnds
{
    private const int Steps = 2048;

    /// <summary>Adds the distance to these ends to a yardstick.</summary>
    public static Yardstick AddTo<T>(Yardstick yardstick, SamplingProblem problem, ReferenceRequest request)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double[] Ends(int steps)
        {
            T[] values = Sampler.Sample(
                problem.Process,
                problem.Score<T>(),
                new OnOnePath(new StochasticRungeKutta(AreaTableau.Shark)),
                Grids.Quadratic(steps, new TimeRange(0, request.Start)),
                request.Paths,
                request.Seed,
                request.Options).Values;
            problem.ToNatural<T>(values);
            return Array.ConvertAll(values, double.CreateTruncating);
        }

        double[] fine = Ends(Steps);
        double error = EndsDistance.Between(fine, Ends(Steps / 2), problem.Dimension).Value / (Math.Pow(2, 1.5) - 1);
        return yardstick.With(
            new EndsDistance(new("pathDistance", "path", MeasureGoal.Low, OfPaths: true) { Title = "distance to the exact paths" }, fine, problem.Dimension, ofStochastic: true),
            new(error, 0),
            $"path: RMS distance to the ends of the exact reverse SDE from the same start on the same Brownian paths, {request.Paths} paths; its floor is these ends' own error.");
    }
}
