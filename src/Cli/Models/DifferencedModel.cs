using ScoreSde.Comparison.Problems;
using ScoreSde.Data;
using ScoreSde.Likelihood;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Cli.Models;

/// <summary>A model without a Jacobian whose traces are had by differences of its answers.</summary>
/// <param name="inner">The model.</param>
/// <param name="step">The step in units of σ (<see cref="CentralDifferences{T}"/>).</param>
internal sealed class DifferencedModel(Model inner, double step) : Model(inner.Name, inner.Process, inner.Dimension)
{
    /// <inheritdoc/>
    public override DataDescription? Data => inner.Data;

    /// <inheritdoc/>
    public override double Bytes<T>(int rows, bool isDifferentiated) => inner.Bytes<T>(rows, isDifferentiated);

    /// <inheritdoc/>
    public override TimeRange Range => inner.Range;

    /// <inheritdoc/>
    public override bool KnowsUnlabelled => inner.KnowsUnlabelled;

    /// <inheritdoc/>
    public override bool HasJacobian => false;

    /// <inheritdoc/>
    public override IReferenceData Reference => inner.Reference;

    /// <inheritdoc/>
    public override IScoreFunction<Tile<T>> Score<T>(Func<long, int> labels) => new CentralDifferences<T>(inner.Score<T>(labels), step);
}
