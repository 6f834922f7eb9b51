using ScoreSde.Comparison.Problems;
using ScoreSde.Data;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Cli.Models;

/// <summary>A model whose score is exact: a Gaussian mixture under any process, in its own units.</summary>
internal sealed class MixtureModel : Model
{
    private readonly GaussianMixture law;

    public MixtureModel(string name, GaussianMixture law, IDiffusionProcess process)
        : base(name, process, law.Dimension)
    {
        this.law = law;
        Reference = new DrawnData(Draw, law);
    }

    /// <summary>The law of the data.</summary>
    public GaussianMixture Law => law;

    /// <inheritdoc/>
    public override bool HasExactScore => true;

    /// <inheritdoc/>
    public override IReferenceData Reference { get; }

    /// <summary>Exact where the law is one Gaussian or has few dimensions.</summary>
    public override INoiseMoment Moment<T>() => law.Components.Count == 1
        ? new GaussianNoiseMoment(law.Components[0])
        : law.Dimension <= MixtureNoiseMoment.MostDimensions ? new MixtureNoiseMoment(law) : base.Moment<T>();

    /// <inheritdoc/>
    public override IScoreFunction<Tile<T>> Score<T>(Func<long, int> labels) => law.Score<T>();

    private DataSet Draw(int count, ulong seed)
    {
        var values = new float[checked(count * Dimension)];
        law.Sample<float>(values, Process.At(0), seed);
        return new DataSet(Name, values, Dimension, DataScaling.Identity);
    }
}
