using ScoreSde.Data;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Cli.Models;

/// <summary>A model whose score is exact: a Gaussian mixture under any process, in its own units.</summary>
internal sealed class MixtureModel(string name, GaussianMixture law, IDiffusionProcess process) : Model(name, process, law.Dimension)
{
    /// <inheritdoc/>
    public override IScoreFunction<Tile<T>> Score<T>(Func<long, int> labels) => law.Score<T>();

    /// <inheritdoc/>
    public override DataSet Data(int count, ulong seed)
    {
        var values = new float[checked(count * Dimension)];
        law.Sample<float>(values, Process.At(0), seed);
        return new DataSet(Name, values, Dimension, DataScaling.Identity);
    }
}
