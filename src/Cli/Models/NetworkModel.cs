using ScoreSde.Checkpoints;
using ScoreSde.Comparison.Problems;
using ScoreSde.Data;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Cli.Models;

/// <summary>A trained network, which brings its process, its classes and the scaling of its data.</summary>
/// <param name="name">The name in tables: a shipped model's, or the file's.</param>
/// <param name="checkpoint">The network.</param>
/// <param name="reference">The data that its samples should look like.</param>
internal sealed class NetworkModel(string name, Checkpoint checkpoint, IReferenceData reference)
    : Model(name, checkpoint.Process, checkpoint.Data.Dimension)
{
    /// <summary>The network and what it was trained on.</summary>
    public Checkpoint Checkpoint => checkpoint;

    /// <inheritdoc/>
    public override DataDescription? Data => checkpoint.Data;

    /// <inheritdoc/>
    public override TimeRange Range => checkpoint.Range;

    /// <inheritdoc/>
    public override bool KnowsUnlabelled => checkpoint.KnowsUnlabelled;

    /// <inheritdoc/>
    public override IReferenceData Reference => reference;

    /// <inheritdoc/>
    public override IScoreFunction<Tile<T>> Score<T>(Func<long, int> labels) => checkpoint.Score<T>(Classes > 0 ? labels : null);
}
