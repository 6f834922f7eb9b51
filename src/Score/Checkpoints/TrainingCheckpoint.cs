using ScoreSde.Networks;
using ScoreSde.Training;

namespace ScoreSde.Checkpoints;

/// <summary>
/// A training run on disk, to be resumed bit for bit: a <see cref="Checkpoint"/> (plain names hold the averaged weights) with
/// the optimiser's weights under <c>raw.</c> and Adam's moments under <c>adam.m.</c> and <c>adam.v.</c> besides.
/// </summary>
public static class TrainingCheckpoint
{
    /// <summary>Refuses a run before it begins whose network could not be read from its file: what is said there of columns and classes may not be longer than the weights (and 4 MiB).</summary>
    /// <exception cref="ArgumentException">It is so.</exception>
    public static void RefuseUnreadable(TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (DataWords.MostBytes(state.Data) > TensorReader.FreeHeaderBytes + (sizeof(float) * ResidualMlp<float>.ParameterCount(state.Network.Settings)))
        {
            throw new ArgumentException(
                $"A file would say more of its data's {state.Data.Dimension} columns and {state.Data.Classes} classes than of so small a network, and could not be read: give a greater width or shorter names of classes.",
                nameof(state));
        }
    }

    /// <summary>Writes the file, or leaves what was there.</summary>
    /// <exception cref="CheckpointException">The file cannot be written, or the schedule has no name that tells all.</exception>
    public static void Save(TrainingState state, string path)
    {
        ArgumentNullException.ThrowIfNull(state);
        ResidualMlp<float> network = state.Network;
        float[][] raw = [.. network.Parameters.Select(parameter => parameter.Values)];
        Tensor[] tensors =
        [
            .. WeightTensors.Of(network, "", state.Average),
            .. WeightTensors.Of(network, WeightTensors.Raw, raw),
            .. WeightTensors.Of(network, WeightTensors.FirstMoment, state.FirstMoment),
            .. WeightTensors.Of(network, WeightTensors.SecondMoment, state.SecondMoment),
            .. ScheduleTensor.Of(state.Process),
        ];
        TensorWriter.Write(path, new TensorFile(tensors, Describe(state).ToStrings(path)));
    }

    /// <summary>Reads a run back as it was saved.</summary>
    /// <exception cref="CheckpointException">The file is missing, damaged, or no training checkpoint.</exception>
    public static TrainingState Load(string path)
    {
        TensorFile content = TensorReader.Read(path);
        CheckpointMetadata metadata = CheckpointMetadata.Of(content, path);
        WeightTensors.RefuseStrangers(content, metadata.Network, path);
        RefuseOtherShape(metadata, path);

        if (!content.Tensors.Any(tensor => tensor.Name.StartsWith(WeightTensors.Raw, StringComparison.Ordinal)))
        {
            throw new CheckpointException(path, "cannot be resumed: it holds a network, but not the optimiser's state.");
        }

        ResidualMlp<float> network = Checkpoint.NetworkOf(
            metadata.Network, WeightTensors.Read(content, WeightTensors.Raw, metadata.Network, path));
        var state = new TrainingState(metadata.Training, metadata.Process, metadata.Data, network, metadata.Losses)
        {
            Step = metadata.Step,
            StepsBefore = metadata.StepsBefore,
        };
        Copy(content, "", state.Average, metadata.Network, path);
        Copy(content, WeightTensors.FirstMoment, state.FirstMoment, metadata.Network, path);
        Copy(content, WeightTensors.SecondMoment, state.SecondMoment, metadata.Network, path);
        if (state.SecondMoment.Any(static moments => Array.Exists(moments, static moment => moment < 0)))
        {
            throw new CheckpointException(path, "cannot be resumed: a mean of squares of its optimiser is negative.");
        }

        return state;
    }

    /// <summary>
    /// Where the run stands that a file holds to be gone on with, of any network; null where the file is none of a run or that run is finished. Reads
    /// the head of the file alone.
    /// </summary>
    public static (int Step, int Steps)? StoppedAt(string path)
    {
        try
        {
            return CheckpointMetadata.Progress(TensorReader.ReadMetadata(path)) is { } progress && progress.Step < progress.Steps ? progress : null;
        }
        catch (CheckpointException)
        {
            return null;
        }
    }

    private static void RefuseOtherShape(CheckpointMetadata metadata, string path)
    {
        bool fits;
        try
        {
            fits = metadata.Training.Network(metadata.Data.Dimension, metadata.Data.Classes) == metadata.Network
                && metadata.Training.Parametrisation == metadata.Parametrisation;
        }
        catch (ArgumentOutOfRangeException)
        {
            // A shape that no network has.
            fits = false;
        }

        if (!fits)
        {
            throw new CheckpointException(path, "cannot be resumed: its training settings are not those of its network.");
        }
    }

    internal static CheckpointMetadata Describe(TrainingState state) => new(
        state.Network.Settings, state.Settings.Parametrisation, state.Process, state.Data, state.Settings, state.Step, state.Losses)
    {
        StepsBefore = state.StepsBefore,
    };

    private static void Copy(TensorFile content, string prefix, float[][] target, MlpSettings settings, string path)
    {
        float[][] source = WeightTensors.Read(content, prefix, settings, path);
        for (int i = 0; i < source.Length; i++)
        {
            source[i].CopyTo(target[i], 0);
        }
    }
}
