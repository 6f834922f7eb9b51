using ScoreSde.Checkpoints;
using ScoreSde.Data;
using ScoreSde.Networks;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.Torch.Networks;
using ScoreSde.Training;
using static TorchSharp.torch;

namespace ScoreSde.Torch.Training;

/// <summary>
/// A training run of a <see cref="TorchUNet"/>: all that it carries from step to step, on the CPU between runs. Random numbers need no
/// state, since they are functions of (seed, step, row).
/// </summary>
public sealed class UNetTraining
{
    private const string OtherOutput = "The settings are for a network with another output.";

    internal UNetTraining(
        UNetSettings network, TrainingSettings settings, IDiffusionProcess process, DataDescription data, LossHistory losses, float[][] weights)
    {
        Network = network;
        Settings = settings;
        Process = process;
        Data = data;
        Losses = losses;
        Weights = weights;
        Average = [.. weights.Select(array => (float[])array.Clone())];
        FirstMoment = [.. weights.Select(array => new float[array.Length])];
        SecondMoment = [.. weights.Select(array => new float[array.Length])];
    }

    /// <summary>The network's shape.</summary>
    public UNetSettings Network { get; }

    /// <summary>Settings of the run; those of the shape of a perceptron mean nothing here.</summary>
    public TrainingSettings Settings { get; }

    /// <summary>The process whose ε is learned.</summary>
    public IDiffusionProcess Process { get; }

    /// <summary>What the network is trained on.</summary>
    public DataDescription Data { get; }

    /// <summary>Steps done.</summary>
    public int Step { get; internal set; }

    /// <summary>
    /// Steps of the optimiser before this run's first, whose moments and averages it carries on: of a run that continues another. 0: it began with
    /// the weights of a network alone. Null: with weights drawn by the seed.
    /// </summary>
    public int? StepsBefore { get; internal init; }

    /// <summary>Whether the last step is done.</summary>
    public bool IsFinished => Step >= Settings.Steps;

    /// <summary>The losses so far.</summary>
    public LossHistory Losses { get; }

    /// <summary>How many numbers the parameters hold.</summary>
    public long ParameterCount => Weights.Sum(array => (long)array.Length);

    internal float[][] Weights { get; private set; }

    internal float[][] Average { get; set; }

    internal float[][] FirstMoment { get; set; }

    internal float[][] SecondMoment { get; set; }

    /// <summary>The state before the first step: weights drawn by the seed.</summary>
    /// <exception cref="ArgumentException">Names all faults of the settings at once, or the data is no pictures of the network's shape.</exception>
    public static UNetTraining Start(UNetSettings network, TrainingSettings settings, IDiffusionProcess process, DataDescription data)
    {
        if (data.Image != network.Checked().Image || data.Classes != network.Classes)
        {
            throw new ArgumentException($"The network's pictures and classes are not those of {data}.", nameof(data));
        }

        if (network.LearnsVariance != settings.LearnsVariance)
        {
            throw new ArgumentException(OtherOutput, nameof(settings));
        }

        float[][] weights = [.. UNetWeights.Create(new UNetLayout(network), settings.Checked().Seed)];
        return new UNetTraining(network, settings, process, data, new LossHistory(settings.Steps), weights);
    }

    /// <summary>Reads a stopped run, to go on with it.</summary>
    /// <exception cref="CheckpointException">The file is missing, damaged, or holds no optimiser's state.</exception>
    public static UNetTraining Load(string path)
    {
        TensorFile content = TensorReader.Read(path);
        UNetMetadata metadata = UNetMetadata.Of(content, path);
        if (!content.Tensors.Any(tensor => tensor.Name.StartsWith(WeightTensors.Raw, StringComparison.Ordinal)))
        {
            throw new CheckpointException(path, "cannot be resumed: it holds a network, but not the optimiser's state.");
        }

        var layout = new UNetLayout(metadata.Network);
        UNetTensors.RefuseStrangers(content, layout, path);
        float[][] squares = UNetTensors.Read(content, WeightTensors.SecondMoment, layout, path);
        if (squares.Any(static moments => Array.Exists(moments, static moment => moment < 0)))
        {
            throw new CheckpointException(path, "cannot be resumed: a mean of squares of its optimiser is negative.");
        }

        return new UNetTraining(
            metadata.Network,
            metadata.Run.Training,
            metadata.Run.Process,
            metadata.Run.Data,
            metadata.Run.Losses,
            UNetTensors.Read(content, WeightTensors.Raw, layout, path))
        {
            Step = metadata.Run.Step,
            StepsBefore = metadata.Run.StepsBefore,
            Average = UNetTensors.Read(content, "", layout, path),
            FirstMoment = UNetTensors.Read(content, WeightTensors.FirstMoment, layout, path),
            SecondMoment = squares,
        };
    }

    /// <summary>Writes the run as it stands, to be resumed.</summary>
    /// <exception cref="CheckpointException">The file cannot be written, or the schedule has no name that tells all.</exception>
    public void Save(string path)
    {
        var layout = new UNetLayout(Network);
        ScoreSde.Checkpoints.Tensor[] tensors =
        [
            .. UNetTensors.Of(layout, "", Average),
            .. UNetTensors.Of(layout, WeightTensors.Raw, Weights),
            .. UNetTensors.Of(layout, WeightTensors.FirstMoment, FirstMoment),
            .. UNetTensors.Of(layout, WeightTensors.SecondMoment, SecondMoment),
            .. ScheduleTensor.Of(Process),
        ];
        TensorWriter.Write(path, new TensorFile(tensors, Describe().ToStrings(path)));
    }

    /// <summary>The averaged network of the run as it stands.</summary>
    public UNetCheckpoint ToCheckpoint() => new(Describe(), Average);

    /// <summary>
    /// The state before the first step of a new run that begins with this network's weights. Adam's moments are zero and the average is the weights. Samples are
    /// scaled as the network knows them, whatever the scaling of the data.
    /// </summary>
    /// <exception cref="ArgumentException">The settings are faulty, or they or the data are for another network.</exception>
    public static UNetTraining From(UNetCheckpoint model, TrainingSettings settings, DataDescription data)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Fitting(model.Network, model.Data, model.Parametrisation, model.Process, settings, data, Copies(model.Weights), stepsBefore: 0);
    }

    /// <summary>The state before the first step of a new run that goes on with this one's weights, averages and moments.</summary>
    /// <exception cref="ArgumentException">The settings are faulty, or they or the data are for another network.</exception>
    public UNetTraining Continue(TrainingSettings settings, DataDescription data)
    {
        UNetTraining run = Fitting(Network, Data, Settings.Parametrisation, Process, settings, data, Copies(Weights), (StepsBefore ?? 0) + Step);
        run.Average = Copies(Average);
        run.FirstMoment = Copies(FirstMoment);
        run.SecondMoment = Copies(SecondMoment);
        return run;
    }

    private static float[][] Copies(float[][] arrays) => [.. arrays.Select(static array => (float[])array.Clone())];

    private static UNetTraining Fitting(
        UNetSettings network, DataDescription known, Parametrisation parametrisation, IDiffusionProcess process, TrainingSettings settings, DataDescription data, float[][] weights, int stepsBefore)
    {
        if (data.Image != network.Image || data.Classes != network.Classes)
        {
            throw new ArgumentException($"The network is for {known}, '{data.Name}' has {data}.", nameof(data));
        }

        return settings.Checked().Parametrisation == parametrisation && settings.LearnsVariance == network.LearnsVariance
            ? new UNetTraining(network, settings, process, data with { Scaling = known.Scaling }, new LossHistory(settings.Steps), weights) { StepsBefore = stepsBefore }
            : throw new ArgumentException(OtherOutput, nameof(settings));
    }

    /// <summary>
    /// Carries the run on until its last step, <see cref="TorchTrainerOptions.Until"/> or cancellation, whichever comes first.
    /// Cancellation does not throw. Whatever happens, the state is that after a whole number of steps.
    /// </summary>
    /// <exception cref="ArgumentException">The data is not what the run was made for.</exception>
    /// <exception cref="DeviceMemoryException">The rows do not fit in the device's memory.</exception>
    /// <exception cref="TrainingDivergedException">The loss or the gradient became infinite or not a number.</exception>
    public void Run(DataSet data, TorchTrainerOptions? options = null)
    {
        options ??= new TorchTrainerOptions();
        if (DataDescription.Of(data) != Data)
        {
            throw new ArgumentException($"The training run is for {Data}, not for {DataDescription.Of(data)}.", nameof(data));
        }

        using var network = new TorchUNet(Network, 0, ScalarType.Float32, options.Device);
        network.Weights.Write(Weights);
        using var optimiser = new FlatAdam(network.Weights, Settings) { StepsBefore = StepsBefore ?? 0 };
        optimiser.Write(Average, FirstMoment, SecondMoment);
        try
        {
            new TrainingLoop(Settings, Losses, options).Run(network, optimiser, Process, data, Step, step => Step = step);
        }
        finally
        {
            Weights = network.Weights.Read(network.Weights.Flat);
            Average = network.Weights.Read(optimiser.Average);
            FirstMoment = network.Weights.Read(optimiser.First);
            SecondMoment = network.Weights.Read(optimiser.Second);
        }
    }

    private UNetMetadata Describe() => new(
        Network,
        new CheckpointMetadata(
            new MlpSettings(Data.Dimension, 1, 0, 2, Data.Classes), Settings.Parametrisation, Process, Data, Settings, Step, Losses)
        {
            StepsBefore = StepsBefore,
        });
}
