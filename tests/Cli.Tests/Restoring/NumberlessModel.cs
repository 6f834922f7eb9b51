using ScoreSde.Cli.Models;
using ScoreSde.Comparison.Problems;
using ScoreSde.Data;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.States;
using ScoreSde.Tests.Likelihoods;

namespace ScoreSde.Tests.Restoring;

/// <summary>A normal law whose noise is no number.</summary>
internal sealed class NumberlessModel() : Model("numberless", new VariancePreserving(new LinearSchedule()), 1)
{
    private static readonly DataDescription Rows = new("rows", 4, 1, 0, null, DataScaling.Identity);

    public override GaussianMixture Law { get; } = GaussianMixture.Of(Gaussian.Isotropic([0], 1));

    public override bool HasExactScore => true;

    public override IReferenceData Reference { get; } = new DrawnData(static (_, count, _) => MadeLikelihood.Rows(count, 1));

    public override IScoreFunction<Tile<T>> Score<T>(Func<long, int> labels) => new MadeModel(Rows, cube: double.NaN).Score<T>(static _ => 0);
}
