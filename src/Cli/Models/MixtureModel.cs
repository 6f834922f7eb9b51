using ScoreSde.Comparison.Problems;
using ScoreSde.Data;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Cli.Models;

/// <summary>A model whose score is exact: a Gaussian mixture under any process.</summary>
internal sealed class MixtureModel : Model
{
    /// <param name="name">The name in tables.</param>
    /// <param name="law">The law in the units in which it is sampled.</param>
    /// <param name="process">The forward process.</param>
    /// <param name="data">The units and the shape of its samples, where they have others.</param>
    public MixtureModel(string name, GaussianMixture law, IDiffusionProcess process, DataDescription? data = null)
        : base(name, process, law.Dimension)
    {
        Law = law;
        Data = data;
        Reference = new DrawnData(Draw, Scaling == DataScaling.Identity ? law : LawUnits.ToNatural(law, Scaling));
    }

    /// <summary>The law in the units in which the model is sampled; that in the data's units is its reference's.</summary>
    public override GaussianMixture Law { get; }

    /// <inheritdoc/>
    public override DataDescription? Data { get; }

    /// <inheritdoc/>
    public override bool HasExactScore => true;

    /// <inheritdoc/>
    public override IReferenceData Reference { get; }

    /// <summary>Exact where the law is one Gaussian or has few dimensions.</summary>
    public override INoiseMoment Moment<T>() => Law.Components.Count == 1
        ? new GaussianNoiseMoment(Law.Components[0])
        : Law.Dimension <= MixtureNoiseMoment.MostDimensions ? new MixtureNoiseMoment(Law) : base.Moment<T>();

    /// <inheritdoc/>
    public override IScoreFunction<Tile<T>> Score<T>(Func<long, int> labels) => Law.Score<T>();

    private DataSet Draw(long first, int count, ulong seed)
    {
        var values = new float[checked(count * Dimension)];
        Law.Sample<float>(values, Process.At(0), seed, first);
        ToNatural<float>(values);
        return new DataSet(Name, values, Dimension, Scaling, image: Image);
    }
}
