using System.Numerics;
using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Output;
using ScoreSde.Cli.Parts;
using ScoreSde.Data;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.TimeGrids;
using ScoreSde.Training;

namespace ScoreSde.Cli.Devices;

/// <summary>Where samples are drawn and networks trained.</summary>
internal interface IDevice
{
    /// <summary>The word after <c>--device</c>.</summary>
    string Name { get; }

    /// <summary>The word after <c>--engine</c>, for a device that has several.</summary>
    string? Engine => null;

    /// <summary>One line for <c>scoresde devices</c>: what it is and what it has, or why it cannot be used here.</summary>
    string Summary { get; }

    /// <summary>Notes a fault where the device cannot be used here or not with these settings.</summary>
    void Check(DeviceWords words, Faults faults);

    /// <summary>Notes a fault where the device cannot sample this model in this way.</summary>
    void CheckRun(SampleSettings settings, bool isDouble, Faults faults)
    {
    }

    /// <summary>Draws samples in the units of the network; keeps states on the way where a trajectory is given.</summary>
    SampleSet<T> Sample<T>(SampleSettings settings, TimeGrid grid, Trajectory<T>? trajectory, IProgress<double>? progress, Terminal terminal)
        where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>Hands samples to a sink as they are done, in the units of the network.</summary>
    /// <returns>Score evaluations that each sample took.</returns>
    int Stream<T>(SampleSettings settings, TimeGrid grid, RowRange rows, ISampleSink<T> sink, IProgress<double>? progress, Terminal terminal)
        where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>Whether it can keep states on the way.</summary>
    bool KeepsStates => false;

    /// <summary>Whether networks can be trained here.</summary>
    bool Trains => true;

    /// <summary>Whether models can be opened on it, to be compared and judged there.</summary>
    bool OpensModels => false;

    /// <summary>Opens a model on it.</summary>
    /// <param name="model">The model.</param>
    /// <param name="labelOf">The class of each sample, by its index; not asked where there are no classes.</param>
    /// <param name="guidance">How samples are led; null for the conditional model alone.</param>
    /// <param name="words">How the device works.</param>
    /// <param name="terminal">Where the run is stopped and told of.</param>
    /// <exception cref="NotSupportedException">It cannot (<see cref="OpensModels"/>).</exception>
    IModelRuns<T> Open<T>(Model model, Func<long, int> labelOf, ModelGuidance? guidance, DeviceWords words, Terminal terminal)
        where T : unmanaged, IFloatingPointIeee754<T> => throw new NotSupportedException($"--device {Name} draws samples alone.");

    /// <summary>Carries a training run on until its last step or cancellation.</summary>
    void Train(TrainingState state, DataSet data, TrainSettings run, IProgress<TrainingProgress> progress, Terminal terminal);

    /// <summary>Whether a U-Net can be trained here.</summary>
    bool TrainsUNets { get; }

    /// <summary>Trains a U-Net from the first step and writes it; when stopped, writes what is needed to go on.</summary>
    /// <returns>The exit code.</returns>
    int TrainUNet(UNetWords shape, TrainingSettings settings, IDiffusionProcess process, TrainSettings run, Terminal terminal);

    /// <summary>Goes on with the stopped run of a U-Net, where the file holds one.</summary>
    /// <returns>The exit code; null where the file holds something else.</returns>
    int? ResumeUNet(TrainSettings run, string source, Terminal terminal);

    /// <summary>A new run that begins with the U-Net of a file, and with its optimiser where the file is of a stopped run, where the file holds one.</summary>
    /// <param name="run">What it works with.</param>
    /// <param name="source">The file.</param>
    /// <param name="settingsOf">The settings of the new run, from those of the old one.</param>
    /// <param name="terminal">Where it writes.</param>
    /// <returns>The exit code; null where the file holds something else.</returns>
    int? ContinueUNet(TrainSettings run, string source, Func<TrainingSettings, TrainingSettings> settingsOf, Terminal terminal);
}
