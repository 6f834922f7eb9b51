using System.Numerics;
using ScoreSde.Data;
using ScoreSde.Networks;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.Training;

namespace ScoreSde.Checkpoints;

/// <summary>
/// A trained network with all that is needed to sample from it. Its file is safetensors; the layout of the metadata is in
/// docs/checkpoint-format.md. A training checkpoint can be loaded as one: then the weights are the averaged ones.
/// </summary>
public sealed class Checkpoint
{
    private readonly CheckpointMetadata metadata;

    private Checkpoint(CheckpointMetadata metadata, ResidualMlp<float> network)
    {
        this.metadata = metadata;
        Network = network;
    }

    /// <summary>The network with its averaged weights.</summary>
    public ResidualMlp<float> Network { get; }

    /// <summary>What the network's output stands for.</summary>
    public Parametrisation Parametrisation => metadata.Parametrisation;

    /// <summary>The process whose ε the network knows.</summary>
    public IDiffusionProcess Process => metadata.Process;

    /// <summary>The data it was trained on and the scaling of its samples.</summary>
    public DataDescription Data => metadata.Data;

    /// <summary>How it was trained.</summary>
    public TrainingSettings Training => metadata.Training;

    /// <summary>The times that it was trained at, and can be asked at.</summary>
    public TimeRange Range => TrainedTimes.Of(Training.MinimumTime, Process, Parametrisation);

    /// <summary>Whether the network knows samples without a label: it has no classes, or a share of the labels was left out in training.</summary>
    public bool KnowsUnlabelled => Data.Classes == 0 || Training.LabelDropout > 0;

    /// <summary>Steps it was trained for.</summary>
    public int Step => metadata.Step;

    /// <summary>Its losses.</summary>
    public LossHistory Losses => metadata.Losses;

    /// <summary>The averaged network of a training run as it stands.</summary>
    public static Checkpoint Of(TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return new(TrainingCheckpoint.Describe(state), state.AverageNetwork());
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="CheckpointException">The file is missing, damaged, of another kind, or holds ∞ or NaN.</exception>
    public static Checkpoint Load(string path) => From(TensorReader.Read(path), path);

    /// <summary>Reads from a stream that knows its length; <paramref name="name"/> names it in messages.</summary>
    /// <exception cref="CheckpointException">The content is damaged, of another kind, or holds ∞ or NaN.</exception>
    public static Checkpoint Load(Stream stream, string name) => From(TensorReader.Read(stream, name), name);

    /// <summary>
    /// The network as a model of the noise, in network units: <c>Data.Scaling</c> turns samples into natural ones.
    /// </summary>
    /// <param name="labelOf">The class of a sample by its index in the run, −1 for none; null for none at all.</param>
    /// <typeparam name="T">float or double: in what the weights are evaluated.</typeparam>
    /// <exception cref="ArgumentException">Labels are given for a network without classes, or none where <see cref="KnowsUnlabelled"/> is false.</exception>
    public NetworkScore<T> Score<T>(Func<long, int>? labelOf = null)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new(Network as ResidualMlp<T> ?? Network.ConvertTo<T>(), Parametrisation, labelOf, KnowsUnlabelled, Range);

    /// <summary>
    /// The state before the first step of a new run that begins with this network's weights. Adam's moments are zero and the average is the
    /// weights. Samples are scaled as the network knows them, whatever the scaling of the data.
    /// </summary>
    /// <exception cref="ArgumentException">The settings are faulty, or they or the data are for another network.</exception>
    public TrainingState Continue(TrainingSettings settings, DataDescription data)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(settings);
        return TrainingState.From(Network, Parametrisation, Process, Data, settings, data);
    }

    /// <summary>Writes the file, or leaves what was there.</summary>
    /// <exception cref="CheckpointException">The file cannot be written, or the schedule has no name that tells all.</exception>
    public void Save(string path) => TensorWriter.Write(path, Content(path));

    internal TensorFile Content(string path)
    {
        float[][] weights = [.. Network.Parameters.Select(parameter => parameter.Values)];
        return new TensorFile([.. WeightTensors.Of(Network, "", weights), .. ScheduleTensor.Of(Process)], metadata.ToStrings(path));
    }

    /// <summary>Takes what was read already, of a pipe for example, which is read once; <paramref name="file"/> names it in messages.</summary>
    /// <exception cref="CheckpointException">The content is of another kind, or holds ∞ or NaN.</exception>
    public static Checkpoint From(TensorFile content, string file)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(file);
        CheckpointMetadata metadata = CheckpointMetadata.Of(content, file);
        WeightTensors.RefuseStrangers(content, metadata.Network, file);
        float[][] weights = WeightTensors.Read(content, "", metadata.Network, file);
        return new Checkpoint(metadata, NetworkOf(metadata.Network, weights));
    }

    internal static ResidualMlp<float> NetworkOf(MlpSettings settings, float[][] weights)
    {
        var network = new ResidualMlp<float>(settings, 0);
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i].CopyTo(network.Parameters[i].Values, 0);
        }

        network.WeightsChanged();
        return network;
    }
}
