using ScoreSde.Data;
using ScoreSde.Networks;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.Training;

namespace ScoreSde.Checkpoints;

/// <summary>
/// A trained U-Net with all that is needed to sample from it; what evaluates it is libtorch (<c>ScoreSde.Torch</c>) or, as a graph, ONNX Runtime
/// (<c>ScoreSde.Onnx</c>). Its file is safetensors; names, shapes and metadata are in docs/checkpoint-format.md. The file of a stopped run can be
/// loaded as one: then the weights are the averaged ones.
/// </summary>
public sealed class UNetCheckpoint
{
    private readonly UNetMetadata metadata;

    internal UNetCheckpoint(UNetMetadata metadata, float[][] weights)
    {
        this.metadata = metadata;
        Layout = new UNetLayout(metadata.Network);
        Weights = weights;
    }

    /// <summary>The network's shape.</summary>
    public UNetSettings Network => metadata.Network;

    /// <summary>What the network's output stands for.</summary>
    public Parametrisation Parametrisation => metadata.Run.Parametrisation;

    /// <summary>The process whose ε the network knows.</summary>
    public IDiffusionProcess Process => metadata.Run.Process;

    /// <summary>The data it was trained on and the scaling of its samples.</summary>
    public DataDescription Data => metadata.Run.Data;

    /// <summary>How it was trained.</summary>
    public TrainingSettings Training => metadata.Run.Training;

    /// <summary>The times that it was trained at, and can be asked at.</summary>
    public TimeRange Range => TrainedTimes.Of(Training.MinimumTime, Process, Parametrisation);

    /// <summary>Whether the network knows samples without a label: it has no classes, or a share of the labels was left out in training.</summary>
    public bool KnowsUnlabelled => Data.Classes == 0 || Training.LabelDropout > 0;

    /// <summary>Steps it was trained for.</summary>
    public int Step => metadata.Run.Step;

    /// <summary>Which parts it has.</summary>
    internal UNetLayout Layout { get; }

    /// <summary>The averaged weights, in the order of the layout's entries.</summary>
    internal float[][] Weights { get; }

    /// <summary>Whether a file's metadata says that it holds a U-Net.</summary>
    public static bool IsOne(IReadOnlyDictionary<string, string> metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        return metadata.ContainsKey(CheckpointMetadata.UNetKey);
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="CheckpointException">The file is missing, damaged, of another kind, or holds ∞ or NaN.</exception>
    public static UNetCheckpoint Load(string path) => From(TensorReader.Read(path), path);

    /// <summary>Reads from a stream that knows its length; <paramref name="name"/> names it in messages.</summary>
    /// <exception cref="CheckpointException">The content is damaged, of another kind, or holds ∞ or NaN.</exception>
    public static UNetCheckpoint Load(Stream stream, string name) => From(TensorReader.Read(stream, name), name);

    /// <summary>Writes the network, or leaves what was there.</summary>
    /// <exception cref="CheckpointException">The file cannot be written, or the schedule has no name that tells all.</exception>
    public void Save(string path) => TensorWriter.Write(
        path, new TensorFile([.. UNetTensors.Of(Layout, "", Weights), .. ScheduleTensor.Of(Process)], metadata.ToStrings(path)));

    /// <summary>Takes what was read already, of a pipe for example, which is read once; <paramref name="path"/> names it in messages.</summary>
    /// <exception cref="CheckpointException">The content is of another kind, or holds ∞ or NaN.</exception>
    public static UNetCheckpoint From(TensorFile content, string path)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(path);
        UNetMetadata metadata = UNetMetadata.Of(content, path);
        var layout = new UNetLayout(metadata.Network);
        UNetTensors.RefuseStrangers(content, layout, path);
        return new UNetCheckpoint(metadata, UNetTensors.Read(content, "", layout, path));
    }
}
