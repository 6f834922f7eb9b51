using ScoreSde.Checkpoints;
using ScoreSde.Networks;
using ScoreSde.Processes;

namespace ScoreSde.Training;

/// <summary>
/// All that a training run carries from step to step. Saved and loaded by <see cref="TrainingCheckpoint"/>; random numbers
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
        MlpSettings shape = settings.Checked().Network(data.Dimension, data.Classes);
        return new(settings, process, data, new ResidualMlp<float>(shape, settings.Seed), new LossHistory(settings.Steps));
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

    private static float[][] Copies(ResidualMlp<float> network, bool copy) =>
        [.. network.Parameters.Select(parameter => copy ? [.. parameter.Values] : new float[parameter.Values.Length])];
}
