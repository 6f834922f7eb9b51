using System.Numerics;
using ScoreSde.Data;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Comparison.Problems;

/// <summary>A Gaussian mixture with its exact score under any process.</summary>
public sealed class ExactProblem : SamplingProblem
{
    private const int MomentRows = 2048;

    private readonly GaussianMixture law;

    /// <param name="name">The name in tables.</param>
    /// <param name="law">The law of the data.</param>
    /// <param name="process">The forward process.</param>
    public ExactProblem(string name, GaussianMixture law, IDiffusionProcess process)
        : base(name, process, (law ?? throw new ArgumentNullException(nameof(law))).Dimension)
    {
        this.law = law;
        Reference = new DrawnData(Draw, law);
    }

    /// <inheritdoc/>
    public override IReferenceData Reference { get; }

    /// <inheritdoc/>
    public override bool HasExactScore => true;

    /// <inheritdoc/>
    public override IScoreFunction<Tile<T>> Score<T>() => law.Score<T>();

    /// <summary>Exact where the law is one Gaussian or has few dimensions, else measured over draws.</summary>
    public override INoiseMoment Moment<T>() => law.Components.Count == 1
        ? new GaussianNoiseMoment(law.Components[0])
        : law.Dimension <= MixtureNoiseMoment.MostDimensions ? new MixtureNoiseMoment(law) : new LazyMoment(Measured<T>);

    private EstimatedNoiseMoment<T> Measured<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var draws = new T[checked(MomentRows * Dimension)];
        law.Sample<T>(draws, Process.At(0), seed: 0);
        return new EstimatedNoiseMoment<T>(law.Score<T>(), draws, seed: 0);
    }

    private DataSet Draw(long first, int count, ulong seed)
    {
        var values = new float[checked(count * Dimension)];
        law.Sample<float>(values, Process.At(0), seed, first);
        return new DataSet(Name, values, Dimension, DataScaling.Identity);
    }
}
