using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ScoreSde.Data;
using ScoreSde.Networks;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.Training;

namespace ScoreSde.Checkpoints;

/// <summary>What a checkpoint says in words, to and from the strings of a tensor file.</summary>
internal sealed record CheckpointMetadata(
    MlpSettings Network,
    Parametrisation Parametrisation,
    IDiffusionProcess Process,
    DataDescription Data,
    TrainingSettings Training,
    int Step,
    LossHistory Losses)
{
    /// <summary>Of a run that continues another: <see cref="TrainingState.StepsBefore"/>.</summary>
    public int? StepsBefore { get; init; }

    /// <summary>Stands where <c>network</c> stands in other files.</summary>
    public const string UNetKey = "unet";

    // All entries but that of the data, which tells of each column and each class, are short; its lists are not longer than a network of that file can have columns and classes.
    private const int MostLetters = 1 << 16;

    private const string VersionKey = "scoresde";
    private const string Version = "1";
    private const string NetworkKey = "network";
    private const string ProcessKey = "process";
    private const string DataKey = "data";
    private const string TrainingKey = "training";
    private const string ProgressKey = "progress";

    public Dictionary<string, string> ToStrings(string file)
    {
        if (!ProcessNames.CanName(Process))
        {
            throw new CheckpointException(file, $"cannot be written: the schedule {Process.Schedule.Name} cannot be told by a name alone.");
        }

        CheckpointText json = CheckpointText.Default;
        return new Dictionary<string, string>
        {
            [VersionKey] = Version,
            [NetworkKey] = JsonSerializer.Serialize(
                new(Network.Dimension, Network.Width, Network.Depth, Network.TimeFeatures, Network.Classes, $"{Parametrisation}") { LearnsVariance = Network.LearnsVariance }, json.NetworkText),
            [ProcessKey] = JsonSerializer.Serialize(new(Process.Name, ScheduleTensor.WordOf(Process.Schedule)), json.ProcessText),
            [DataKey] = JsonSerializer.Serialize(DataWords.Of(Data, file), json.DataText),
            [TrainingKey] = JsonSerializer.Serialize(Training, json.TrainingSettings),
            [ProgressKey] = JsonSerializer.Serialize(
                new(
                    Step,
                    Losses.BlockSteps,
                    [.. Losses.Means],
                    Losses.OpenSum,
                    Losses.OpenSteps,
                    double.IsNaN(Losses.Smoothed) ? null : Losses.Smoothed,
                    StepsBefore),
                json.ProgressText),
        };
    }

    public static CheckpointMetadata Of(TensorFile content, string file)
    {
        IReadOnlyDictionary<string, string> strings = content.Metadata;
        if (strings.ContainsKey(UNetKey))
        {
            throw new CheckpointException(file, "holds a U-Net, which runs on libtorch: --device torch or cuda, built with -p:Torch=cpu or -p:Torch=cuda.");
        }

        return WithNetwork(content, () =>
        {
            NetworkText network = Read(strings, NetworkKey, CheckpointText.Default.NetworkText);
            return (
                new MlpSettings(network.Dimension, network.Width, network.Depth, network.TimeFeatures, network.Classes) { LearnsVariance = network.LearnsVariance },
                ParseParametrisation(network.Parametrisation));
        }, file);
    }

    /// <summary>All but the network of a file that holds one of another kind: a network of vectors that fits the data stands in for it.</summary>
    public static CheckpointMetadata WithoutNetwork(TensorFile content, Parametrisation parametrisation, string file) =>
        WithNetwork(content, () =>
        {
            DataDescription data = ReadData(content);
            return (new MlpSettings(data.Dimension, 1, 0, 2, data.Classes), parametrisation);
        }, file);

    /// <summary>Where the run stands that a file's words tell of, whatever its network; null where they tell of none.</summary>
    public static (int Step, int Steps)? Progress(IReadOnlyDictionary<string, string> strings)
    {
        try
        {
            return strings.ContainsKey(VersionKey)
                ? (Read(strings, ProgressKey, CheckpointText.Default.ProgressText).Step, Read(strings, TrainingKey, CheckpointText.Default.TrainingSettings).Steps)
                : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static bool IsPossible(ProgressText progress, TrainingSettings training) =>
        progress.Step >= 0 && progress.Step <= training.Steps && progress.StepsBefore is not < 0
        && progress.LossBlockSteps > 0 && progress.OpenLossSteps >= 0 && progress.OpenLossSteps < progress.LossBlockSteps
        && ((long)progress.Losses.Length * progress.LossBlockSteps) + progress.OpenLossSteps == progress.Step;

    // Means of squares; JSON's 1e999 is read as infinity.
    private static bool HasLosses(ProgressText progress) =>
        progress.Losses.Append(progress.OpenLossSum).Append(progress.SmoothedLoss ?? 0).All(static loss => double.IsFinite(loss) && loss >= 0);

    private static CheckpointMetadata WithNetwork(TensorFile content, Func<(MlpSettings Shape, Parametrisation Prediction)> read, string file)
    {
        IReadOnlyDictionary<string, string> strings = content.Metadata;
        if (!strings.TryGetValue(VersionKey, out string? version))
        {
            throw new CheckpointException(file, "is a safetensors file, but not one of ScoreSde: its metadata has no entry scoresde.");
        }

        if (version != Version)
        {
            throw new CheckpointException(file, $"has format version {Excerpt.Of(version)}; this program reads version {Version}.");
        }

        try
        {
            CheckpointText json = CheckpointText.Default;
            (MlpSettings shape, Parametrisation prediction) = read();
            ProcessText process = Read(strings, ProcessKey, json.ProcessText);
            ProgressText progress = Read(strings, ProgressKey, json.ProgressText);
            TrainingSettings training = Read(strings, TrainingKey, json.TrainingSettings).Checked();
            CheckpointMetadata metadata = new(
                shape,
                prediction,
                ProcessNames.Parse(process.Name, process.Schedule, ScheduleTensor.Read(content, process.Schedule)),
                ReadData(content),
                training,
                IsPossible(progress, training)
                    ? progress.Step
                    : throw new FormatException($"step {progress.Step} of {training.Steps} is impossible"),
                HasLosses(progress) ? new LossHistory(
                    progress.LossBlockSteps, progress.Losses, progress.OpenLossSum, progress.OpenLossSteps, progress.SmoothedLoss ?? double.NaN)
                    : throw new FormatException("a loss is negative or no finite number"))
            {
                StepsBefore = progress.StepsBefore,
            };
            if (metadata.Network.Dimension != metadata.Data.Dimension || metadata.Network.Classes != metadata.Data.Classes)
            {
                throw new FormatException("network and data differ in dimension or classes");
            }

            return metadata;
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            throw new CheckpointException(file, $"has metadata that cannot be used: {Sentence(exception.Message)}.", exception);
        }
    }

    // The framework appends the parameter's name and, on a second line, its value.
    private static string Sentence(string message) => message.Split(["\n", " (Parameter"], StringSplitOptions.None)[0].TrimEnd('.', ' ', '\r');

    // Each column and each class has numbers of the tensors.
    private static DataDescription ReadData(TensorFile content)
    {
        if (content.Metadata.TryGetValue(DataKey, out string? text))
        {
            DataWords.RefuseLongLists(text, content.Tensors.Sum(static tensor => (long)tensor.Bytes.Length) / sizeof(float));
        }

        return DataWords.Read(Read(content.Metadata, DataKey, CheckpointText.Default.DataText));
    }

    private static T Read<T>(IReadOnlyDictionary<string, string> strings, string key, JsonTypeInfo<T> type)
    {
        try
        {
            if (strings.TryGetValue(key, out string? text) && text.Length > MostLetters && key != DataKey)
            {
                throw new FormatException($"the entry {key} has more than {MostLetters} letters");
            }

            return text is not null && JsonSerializer.Deserialize(text, type) is { } value
                ? value
                : throw new FormatException($"the entry {key} is missing");
        }
        catch (JsonException exception)
        {
            throw new FormatException($"the entry {key} is not as docs/checkpoint-format.md says", exception);
        }
    }

    private static Parametrisation ParseParametrisation(string word) =>
        Enum.TryParse(word, out Parametrisation value) && Enum.GetName(value) == word
            ? value
            : throw new FormatException($"the parametrisation {word} is unknown");
}
