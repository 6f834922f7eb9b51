using System.Runtime.CompilerServices;
using ScoreSde.Checkpoints;
using ScoreSde.Comparison.Problems;
using ScoreSde.Data;
using ScoreSde.Networks;
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
    private const int StatesOfRow = 4;

    /// <summary>The network and what it was trained on.</summary>
    public Checkpoint Checkpoint => checkpoint;

    /// <inheritdoc/>
    public override DataDescription? Data => checkpoint.Data;

    /// <inheritdoc/>
    public override TimeRange Range => checkpoint.Range;

    /// <inheritdoc/>
    public override bool KnowsUnlabelled => checkpoint.KnowsUnlabelled;

    /// <inheritdoc/>
    public override double Bytes<T>(int rows, bool isDifferentiated)
    {
        // The file, its tensors, the network, and what it is packed into, forwards and backwards; one of doubles is made of one of floats.
        MlpSettings network = checkpoint.Network.Settings;
        int numbers = (4 * sizeof(float)) + (typeof(T) == typeof(float) ? 0 : 2 * sizeof(double)) + (isDifferentiated ? Unsafe.SizeOf<T>() : 0);
        return (ResidualMlp<float>.ParameterCount(network) * (double)numbers) + ((double)rows * StatesOfRow * network.Width * Unsafe.SizeOf<T>());
    }

    /// <inheritdoc/>
    public override IReferenceData Reference => reference;

    /// <inheritdoc/>
    public override IScoreFunction<Tile<T>> Score<T>(Func<long, int> labels) => checkpoint.Score<T>(Classes > 0 ? labels : null);
}
