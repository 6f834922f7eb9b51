using ScoreSde.Checkpoints;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.Torch.Checkpoints;
using ScoreSde.Torch.Networks;
using ScoreSde.Training;
using static TorchSharp.torch;

namespace ScoreSde.Torch;

/// <summary>
/// A trained U-Net with all that is needed to sample from it. Its file is safetensors; names, shapes and metadata are in
/// docs/checkpoint-format.md. The file of a stopped run can be loaded as one: then the weights are the averaged ones.
/// </summary>
public sealed class UNetCheckpoint
{
    private readonly UNetMetadata metadata;
    private readonly float[][] weights;

    private UNetCheckpoint(UNetMetadata metadata, float[][] weights)
    {
        this.metadata = metadata;
        this.weights = weights;
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
    public TimeRange Range => new(Training.MinimumTime);

    /// <summary>Whether the network knows samples without a label: it has no classes, or a share of the labels was left out in training.</summary>
    public bool KnowsUnlabelled => Data.Classes == 0 || Training.LabelDropout > 0;

    /// <summary>Steps it was trained for.</summary>
    public int Step => metadata.Run.Step;

    /// <summary>The averaged network of a run as it stands.</summary>
    public static UNetCheckpoint Of(UNetTraining run) => new(UNetMetadata.Of(run), run.Average);

    /// <summary>Whether a file's metadata says that it holds a U-Net.</summary>
    public static bool IsOne(TensorFile content) => content.Metadata.ContainsKey(CheckpointMetadata.UNetKey);

    /// <summary>Reads a file.</summary>
    /// <exception cref="CheckpointException">The file is missing, damaged, of another kind, or holds ∞ or NaN.</exception>
    public static UNetCheckpoint Load(string path)
    {
        TensorFile content = TensorReader.Read(path);
        UNetMetadata metadata = UNetMetadata.Of(content, path);
        var layout = new UNetLayout(metadata.Network);
        UNetTensors.RefuseStrangers(content, layout, path);
        return new UNetCheckpoint(metadata, UNetTensors.Read(content, "", layout, path));
    }

    /// <summary>Reads a stopped run, to go on with it.</summary>
    /// <exception cref="CheckpointException">The file is missing, damaged, or holds no optimiser's state.</exception>
    public static UNetTraining LoadRun(string path)
    {
        TensorFile content = TensorReader.Read(path);
        UNetMetadata metadata = UNetMetadata.Of(content, path);
        if (!content.Tensors.Any(tensor => tensor.Name.StartsWith(WeightTensors.Raw, StringComparison.Ordinal)))
        {
            throw new CheckpointException(path, "cannot be resumed: it holds a network, but not the optimiser's state.");
        }

        var layout = new UNetLayout(metadata.Network);
        UNetTensors.RefuseStrangers(content, layout, path);
        return new UNetTraining(
            metadata.Network,
            metadata.Run.Training,
            metadata.Run.Process,
            metadata.Run.Data,
            metadata.Run.Losses,
            UNetTensors.Read(content, WeightTensors.Raw, layout, path))
        {
            Step = metadata.Run.Step,
            Average = UNetTensors.Read(content, "", layout, path),
            FirstMoment = UNetTensors.Read(content, WeightTensors.FirstMoment, layout, path),
            SecondMoment = UNetTensors.Read(content, WeightTensors.SecondMoment, layout, path),
        };
    }

    /// <summary>Writes a run as it stands, to be resumed.</summary>
    /// <exception cref="CheckpointException">The file cannot be written, or the schedule has no name that tells all.</exception>
    public static void SaveRun(UNetTraining run, string path)
    {
        var layout = new UNetLayout(run.Network);
        ScoreSde.Checkpoints.Tensor[] tensors =
        [
            .. UNetTensors.Of(layout, "", run.Average),
            .. UNetTensors.Of(layout, WeightTensors.Raw, run.Weights),
            .. UNetTensors.Of(layout, WeightTensors.FirstMoment, run.FirstMoment),
            .. UNetTensors.Of(layout, WeightTensors.SecondMoment, run.SecondMoment),
            .. ScheduleTensor.Of(run.Process),
        ];
        TensorWriter.Write(path, new TensorFile(tensors, UNetMetadata.Of(run).ToStrings(path)));
    }

    /// <summary>Writes the network, or leaves what was there.</summary>
    /// <exception cref="CheckpointException">The file cannot be written, or the schedule has no name that tells all.</exception>
    public void Save(string path) => TensorWriter.Write(
        path, new TensorFile([.. UNetTensors.Of(new UNetLayout(Network), "", weights), .. ScheduleTensor.Of(Process)], metadata.ToStrings(path)));

    /// <summary>The network on a device. The caller disposes.</summary>
    /// <param name="type">float32 or float64.</param>
    /// <param name="device">Where the weights live.</param>
    public TorchUNet ToNetwork(ScalarType type, Device device)
    {
        var network = new TorchUNet(Network, 0, type, device);
        network.Weights.Write(weights);
        return network;
    }
}
