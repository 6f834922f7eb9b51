using System.Numerics;
using ScoreSde.Comparison.Measures;
using ScoreSde.Comparison.Problems;
using ScoreSde.Noise;
using ScoreSde.Sampling;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;

namespace ScoreSde.Comparison.References;

/// <summary>
/// Where the exact probability flow takes the noise from which a comparison's samples start, so that a deterministic solver can be judged path by path.
/// </summary>
/// <remarks>
/// The ends are those of the classical Runge–Kutta method in σ/α in double on a fine grid equal in λ down to t = 1e-6; half as many steps tell
/// their own error, 1/15 of the difference for a method of order 4.
/// </remarks>
public static class FlowEnds
{
    private const int Steps = 256;
    private const double LastTime = 1e-6;

    /// <summary>Solves the flow of a problem with an exact score, and adds the distance to its ends to a yardstick.</summary>
    /// <typeparam name="T">The numbers of the comparison, whose roundings of the start are part of the start and not of a solver's error.</typeparam>
    public static Yardstick AddTo<T>(Yardstick yardstick, SamplingProblem problem, ReferenceRequest request)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var space = new TileSpace<T>(request.Paths, problem.Dimension);
        Tile<T> prior = space.Allocate();
        space.FillNormal(prior, problem.Process.PriorDeviationAt(problem.Process.At(request.Start)), new NoiseKey(request.Seed, 0, NoisePurpose.Prior));
        double[] states = Array.ConvertAll(prior.Values.ToArray(), double.CreateTruncating);
        double[] Ends(int steps) => Sampler.Solve<double>(
            problem.Process,
            problem.Score<double>(),
            new RungeKuttaInRatio(ButcherTableau.Classical4),
            Grids.UniformLambda(problem.Process, steps, request.Start, LastTime),
            states,
            request.Seed,
            request.Options).Values;
        double[] fine = Ends(Steps);
        double error = EndsDistance.Between(fine, Ends(Steps / 2), problem.Dimension).Value / 15;
        return yardstick.With(
            new EndsDistance(new("flowDistance", "flow", MeasureGoal.Low, OfPaths: true) { Title = "distance to the exact flow" }, fine, problem.Dimension, ofStochastic: false),
            new(error, 0),
            $"flow: RMS distance to the ends of the exact probability flow from the same noise, {request.Paths} paths; its floor is these ends' own error.");
    }
}
