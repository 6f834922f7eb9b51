using System.Numerics;
using ScoreSde.Adaptive;
using ScoreSde.Comparison.Problems;
using ScoreSde.Noise;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Comparison.References;

/// <summary>The probability flow from the noise from which a comparison's samples start, in double, with steps of each path's own.</summary>
/// <typeparam name="T">The numbers of the comparison, whose roundings of the start are part of the start and not of a solver's error.</typeparam>
internal sealed class AdaptiveFlowSolver<T>(SamplingProblem problem, IScoreFunction<Tile<double>> score, ReferenceRequest request)
    : PathSolver(FlowDistance.FactsOf(problem), ofStochastic: false, problem.Dimension, problem.EvaluationsOfNetwork)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int CoarsestDigits = 3;
    private const int MostAttempts = 4000;
    private static readonly EmbeddedTableau Tableau = EmbeddedTableau.DormandPrince;

    /// <inheritdoc/>
    public override int Finest => 9;

    /// <inheritdoc/>
    public override double Gain => 10;

    /// <inheritdoc/>
    public override string Paths => FlowDistance.PathsOf(problem);

    /// <inheritdoc/>
    public override string WordsOf(int accuracy) => $"{Tableau.Title} at a tolerance of 1e-{CoarsestDigits + accuracy}";

    /// <inheritdoc/>
    public override (double[] Ends, double Evaluations) Solve(int accuracy, int paths)
    {
        double tolerance = Math.Pow(10, -(CoarsestDigits + accuracy));
        AdaptiveSamples<double> ends = AdaptiveSampler.Solve(
            problem.Process,
            score,
            new AdaptiveFlow(Tableau, new Tolerance(tolerance, tolerance, MostAttempts), FlowDistance.EndOf(problem)),
            Start(paths),
            request.Seed,
            request.Options,
            request.Start);
        problem.ToNatural<double>(ends.Values);
        return (ends.Values, ends.MeanEvaluations);
    }

    private double[] Start(int paths)
    {
        var space = new TileSpace<T>(paths, problem.Dimension);
        Tile<T> prior = space.Allocate();
        space.FillNormal(prior, problem.Process.PriorDeviationAt(problem.Process.At(request.Start)), new NoiseKey(request.Seed, 0, NoisePurpose.Prior));
        return Array.ConvertAll(prior.Values.ToArray(), double.CreateTruncating);
    }
}
