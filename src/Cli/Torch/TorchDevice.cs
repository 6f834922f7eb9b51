using System.Numerics;
using ScoreSde.Checkpoints;
using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Output;
using ScoreSde.Cli.Parts;
using ScoreSde.Data;
using ScoreSde.Networks;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;
using ScoreSde.Torch;
using ScoreSde.Torch.Training;
using ScoreSde.Training;
using static TorchSharp.torch;

namespace ScoreSde.Cli.Devices;

/// <summary>A device of libtorch.</summary>
internal abstract class TorchDevice : IDevice
{
    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public abstract string Summary { get; }

    /// <summary>The device, once it is known to be there.</summary>
    protected abstract Device Device { get; }

    /// <inheritdoc/>
    public virtual void Check(DeviceWords words, Faults faults)
    {
        if (LibTorch.WhyNot is { } reason)
        {
            faults.Add($"--device {Name}: libtorch does not load: {reason}");
        }

        if (words.Threads > 0)
        {
            faults.Add("--threads is for --device cpu; libtorch has its own.");
        }

        if (words.Precision is not null)
        {
            faults.Add("--precision is for --device cuda with --engine fused; libtorch has --mixed.");
        }
    }

    /// <inheritdoc/>
    public bool KeepsStates => true;

    /// <inheritdoc/>
    public SampleSet<T> Sample<T>(SampleSettings settings, TimeGrid grid, Trajectory<T>? trajectory, IProgress<double>? progress, Terminal terminal)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        SampleOutput output = settings.Output;
        using IModelRuns<T> runs = Open<T>(output.Model, output.LabelOf, output.Guidance, settings.Words, terminal);
        return runs.Sample(settings.Solver.For(output.Model.Moment<T>()), grid, output.CountInMemory, output.Seed, trajectory, progress);
    }

    /// <inheritdoc/>
    public int Stream<T>(SampleSettings settings, TimeGrid grid, RowRange rows, ISampleSink<T> sink, IProgress<double>? progress, Terminal terminal)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        SampleOutput output = settings.Output;
        using TorchRuns<T> runs = OpenHere<T>(output.Model, output.LabelOf, output.Guidance, settings.Words, terminal);
        ISolver solver = settings.Solver.For(output.Model.Moment<T>());
        return Chunks.Stream(rows, output.Model.Dimension, (chunk, told) => runs.Draw(solver, grid, chunk, output.Seed, told), sink, progress);
    }

    /// <inheritdoc/>
    public bool OpensModels => true;

    /// <inheritdoc/>
    public IModelRuns<T> Open<T>(Model model, Func<long, int> labelOf, ModelGuidance? guidance, DeviceWords words, Terminal terminal)
        where T : unmanaged, IFloatingPointIeee754<T> => OpenHere<T>(model, labelOf, guidance, words, terminal);

    private TorchRuns<T> OpenHere<T>(Model model, Func<long, int> labelOf, ModelGuidance? guidance, DeviceWords words, Terminal terminal)
        where T : unmanaged, IFloatingPointIeee754<T> => new(
        model,
        labelOf,
        guidance,
        words.MixedPrecision,
        new TorchSamplerOptions
        {
            Device = Device,
            Noise = Source(words),
            BatchRows = words.RowsAtOnce ?? 0,
            BatchHalved = new Halved(terminal),
            Cancellation = terminal.Cancellation,
        });

    /// <inheritdoc/>
    public void Train(TrainingState state, DataSet data, TrainSettings run, IProgress<TrainingProgress> progress, Terminal terminal) =>
        TorchTrainer.Run(state, data, Options(run, terminal) with { Progress = progress });

    /// <inheritdoc/>
    public bool TrainsUNets => true;

    /// <inheritdoc/>
    public int TrainUNet(UNetWords shape, TrainingSettings settings, IDiffusionProcess process, TrainSettings run, Terminal terminal)
    {
        DataSet data = run.Open!(null);
        if (data.Image is not { } image)
        {
            throw new ArgumentException($"'{data.Name}' holds no pictures, which a U-Net needs.");
        }

        var network = new UNetSettings(
            image, shape.Channels, shape.Multipliers, shape.Blocks, shape.Attention, UNetSettings.GroupsFor(shape.Channels), settings.TimeFeatures, data.Classes)
        {
            LearnsVariance = settings.LearnsVariance,
        };
        UNetRun.CheckMemory(network, settings, data, Options(run, terminal), terminal);
        UNetTraining training = UNetTraining.Start(network, settings, process, DataDescription.Of(data));
        terminal.Error.WriteLine(
            $"{data.Name}: {data.Count} pictures of {image.Height} × {image.Width}{(data.Classes > 0 ? $", {data.Classes} classes" : "")}; " +
            $"{training.ParameterCount} parameters; {process.Name} ({process.Schedule.Name}); {Name}.");
        return UNetRun.Go(training, data, run, Options(run, terminal), terminal);
    }

    /// <inheritdoc/>
    public int? ResumeUNet(TrainSettings run, string source, Terminal terminal) =>
        UNetCheckpoint.IsOne(TensorReader.ReadMetadata(source)) ? UNetRun.Resume(run, source, Options(run, terminal), terminal) : null;

    /// <inheritdoc/>
    public int? ContinueUNet(TrainSettings run, string source, Func<TrainingSettings, TrainingSettings> settingsOf, Terminal terminal) =>
        UNetCheckpoint.IsOne(TensorReader.ReadMetadata(source)) ? UNetRun.Continue(run, source, settingsOf, Options(run, terminal), terminal) : null;

    private TorchTrainerOptions Options(TrainSettings run, Terminal terminal) => new()
    {
        Device = Device,
        Noise = Source(run.Words),
        RowsAtOnce = run.Words.RowsAtOnce ?? 0,
        MixedPrecision = run.Words.MixedPrecision,
        Cancellation = terminal.Cancellation,
    };

    private static NoiseSource Source(DeviceWords words) => words.Noise == "host" ? NoiseSource.Host : NoiseSource.Device;

    /// <summary>Tells that batches were halved.</summary>
    private sealed class Halved(Terminal terminal) : IProgress<int>
    {
        public void Report(int value) => terminal.Error.WriteLine($"scoresde: The memory is too small; going on with {value} rows at once.");
    }
}
