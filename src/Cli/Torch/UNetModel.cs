using ScoreSde.Checkpoints;
using ScoreSde.Cli.Models;
using ScoreSde.Comparison.Problems;
using ScoreSde.Data;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.States;
using ScoreSde.Torch.Networks;
using ScoreSde.Torch.Scores;

namespace ScoreSde.Cli.Torch;

/// <summary>A trained U-Net. On <c>--device cpu</c> its evaluations are libtorch's all the same.</summary>
/// <param name="name">The file.</param>
/// <param name="checkpoint">The network.</param>
/// <param name="reference">The data that its samples should look like.</param>
internal sealed class UNetModel(string name, UNetCheckpoint checkpoint, IReferenceData reference)
    : Model(name, checkpoint.Process, checkpoint.Data.Dimension)
{
    /// <summary>The network and what it was trained on.</summary>
    public UNetCheckpoint Checkpoint => checkpoint;

    /// <inheritdoc/>
    public override DataDescription? Data => checkpoint.Data;

    /// <inheritdoc/>
    public override TimeRange Range => checkpoint.Range;

    /// <inheritdoc/>
    public override bool KnowsUnlabelled => checkpoint.KnowsUnlabelled;

    /// <inheritdoc/>
    public override double Bytes<T>(int rows, bool isDifferentiated) => TorchMemory.OfNetwork(Name);

    /// <inheritdoc/>
    public override IReferenceData Reference => reference;

    /// <inheritdoc/>
    public override IScoreFunction<Tile<T>> Score<T>(Func<long, int> labels) =>
        new TileScore<T>((type, device) => TorchUNet.Of(checkpoint, type, device), checkpoint.Parametrisation, Classes > 0 ? labels : null, KnowsUnlabelled, checkpoint.Range);
}
