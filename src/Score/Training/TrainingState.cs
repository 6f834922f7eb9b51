using ScoreSde.Data;
using ScoreSde.Networks;
using ScoreSde.Processes;
using ScoreSde.Scores;

namespace ScoreSde.Training;

/// <summary>
/// All that a training run carries from step to step. Saved and loaded by <c>TrainingCheckpoint</c>; random numbers
/// need no state, since they are functions of (seed, step, row).
/// </summary>
public sealed class TrainingState
{
    internal TrainingState(
        TrainingSettings settings, IDiffusionProcess process, DataDescription data, ResidualMlp<float> network, LossHistory losses)
    {
        Settings = settings;
        Process = process;
        Data = data;
        Network = network;
        Losses = losses;
        Average = Copies(network, copy: true);
        FirstMoment = Copies(network, copy: false);
        SecondMoment = Copies(network, copy: false);
    }

    /// <summary>Settings of the run.</summary>
    public TrainingSettings Settings { get; }

    /// <summary>The process whose ε is learned.</summary>
    public IDiffusionProcess Process { get; }

    /// <summary>What the network is trained on.</summary>
    public DataDescription Data { get; }

    /// <summary>The network as the optimiser has it; samples are better from <see cref="AverageNetwork"/>.</summary>
    public ResidualMlp<float> Network { get; }

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

    /// <summary>The moving average of each parameter of the network.</summary>
    internal float[][] Average { get; }

    /// <summary>Adam's m of each parameter.</summary>
    internal float[][] FirstMoment { get; }

    /// <summary>Adam's v of each parameter.</summary>
    internal float[][] SecondMoment { get; }

    /// <summary>The state before the first step: weights drawn by the seed.</summary>
    /// <exception cref="ArgumentException">Names all faults of the settings at once.</exception>
    public static TrainingState Start(TrainingSettings settings, IDiffusionProcess process, DataDescription data)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(settings);
        _ = new TimeLaw(settings.Checked(), process);
        MlpSettings shape = settings.Checked().Network(data.Dimension, data.Classes);
        return new(settings, process, data, new ResidualMlp<float>(shape, settings.Seed), new LossHistory(settings.Steps));
    }

    // Of a run that begins with a network's weights alone; what it knows of its data, its output and its process is the network's.
    internal static TrainingState From(ResidualMlp<float> network, Parametrisation prediction, IDiffusionProcess process, DataDescription known, TrainingSettings settings, DataDescription data)
    {
        float[][] weights = [.. network.Parameters.Select(parameter => parameter.Values)];
        var state = Fitting(network.Settings, known, prediction, process, settings, data, stepsBefore: 0);
        Copy(weights, [.. state.Network.Parameters.Select(parameter => parameter.Values)]);
        Copy(weights, state.Average);
        state.Network.WeightsChanged();
        return state;
    }

    /// <summary>The state before the first step of a new run that goes on with this one's weights, averages and moments.</summary>
    /// <exception cref="ArgumentException">The settings are faulty, or they or the data are for another network.</exception>
    public TrainingState Continue(TrainingSettings settings, DataDescription data)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(settings);
        TrainingState state = Fitting(Network.Settings, Data, Settings.Parametrisation, Process, settings, data, (StepsBefore ?? 0) + Step);
        Copy([.. Network.Parameters.Select(parameter => parameter.Values)], [.. state.Network.Parameters.Select(parameter => parameter.Values)]);
        Copy(Average, state.Average);
        Copy(FirstMoment, state.FirstMoment);
        Copy(SecondMoment, state.SecondMoment);
        state.Network.WeightsChanged();
        return state;
    }

    /// <summary>A new network with the averaged weights.</summary>
    public ResidualMlp<float> AverageNetwork()
    {
        var network = new ResidualMlp<float>(Network.Settings, 0);
        for (int i = 0; i < Average.Length; i++)
        {
            Average[i].CopyTo(network.Parameters[i].Values, 0);
        }

        network.WeightsChanged();
        return network;
    }

    private static TrainingState Fitting(
        MlpSettings network,
        DataDescription known,
        Parametrisation parametrisation,
        IDiffusionProcess process,
        TrainingSettings settings,
        DataDescription data,
        int stepsBefore)
    {
        if (data.Dimension != known.Dimension || data.Classes != known.Classes)
        {
            throw new ArgumentException(
                $"The network is for rows of {known.Dimension} numbers and {known.Classes} classes, '{data.Name}' has {data.Dimension} and {data.Classes}.", nameof(data));
        }

        if (settings.Checked().Network(data.Dimension, data.Classes) != network || settings.Parametrisation != parametrisation)
        {
            throw new ArgumentException("The settings are for a network of another shape.", nameof(settings));
        }

        _ = new TimeLaw(settings, process);
        return new(settings, process, data with { Scaling = known.Scaling }, new ResidualMlp<float>(network, 0), new LossHistory(settings.Steps))
        {
            StepsBefore = stepsBefore,
        };
    }

    private static void Copy(float[][] source, float[][] target)
    {
        for (int i = 0; i < source.Length; i++)
        {
            source[i].CopyTo(target[i], 0);
        }
    }

    private static float[][] Copies(ResidualMlp<float> network, bool copy) =>
        [.. network.Parameters.Select(parameter => copy ? [.. parameter.Values] : new float[parameter.Values.Length])];
}
