using System.Numerics;
using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Output;
using ScoreSde.Cli.Parts;
using ScoreSde.Data;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Scores;
using ScoreSde.States;
using ScoreSde.TimeGrids;
using ScoreSde.Training;

namespace ScoreSde.Cli.Devices;

/// <summary>The program's own kernels: the same bits on every machine.</summary>
internal sealed class Cpu : IDevice
{
    /// <inheritdoc/>
    public string Name => "cpu";

    /// <inheritdoc/>
    public string Summary => $"the program's own kernels on {Environment.ProcessorCount} processors; the same bits everywhere";

    /// <inheritdoc/>
    public void Check(DeviceWords words, Faults faults)
    {
        foreach ((string option, bool given) in new[]
        {
            ("--noise", words.Noise is not null), ("--rows", words.RowsAtOnce is not null), ("--mixed", words.MixedPrecision),
        })
        {
            if (given)
            {
                faults.Add($"{option} is for tensors; it means nothing on --device cpu.");
            }
        }

        if (words.Precision is not null)
        {
            faults.Add("--precision is for --device cuda; it means nothing on --device cpu.");
        }
    }

    /// <inheritdoc/>
    public bool KeepsStates => true;

    /// <inheritdoc/>
    public SampleSet<T> Sample<T>(SampleSettings settings, TimeGrid grid, Trajectory<T>? trajectory, IProgress<double>? progress, Terminal terminal)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        SampleOutput output = settings.Output;
        return Sampler.Sample(
            output.Model.Process,
            output.Score<T>(),
            settings.Solver.For(output.Model.Moment<T>()),
            grid,
            output.CountInMemory,
            output.Seed,
            new SamplerOptions { Threads = output.Threads, Progress = progress, Cancellation = terminal.Cancellation },
            trajectory);
    }

    /// <inheritdoc/>
    public int Stream<T>(SampleSettings settings, TimeGrid grid, RowRange rows, ISampleSink<T> sink, IProgress<double>? progress, Terminal terminal)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        SampleOutput output = settings.Output;
        return Sampler.Stream(
            output.Model.Process,
            output.Score<T>(),
            settings.Solver.For(output.Model.Moment<T>()),
            grid,
            rows.Count,
            output.Seed,
            sink,
            new SamplerOptions { FirstSample = rows.First, Threads = output.Threads, Progress = progress, Cancellation = terminal.Cancellation });
    }

    /// <inheritdoc/>
    public bool OpensModels => true;

    /// <inheritdoc/>
    public IModelRuns<T> Open<T>(Model model, Func<long, int> labelOf, ModelGuidance? guidance, DeviceWords words, Terminal terminal)
        where T : unmanaged, IFloatingPointIeee754<T> => new CpuRuns<T>(
            model.Process,
            guidance is { } led ? led.Of<T>(model, labelOf) : model.Score<T>(labelOf),
            new SamplerOptions { Threads = words.Threads, Cancellation = terminal.Cancellation });

    /// <inheritdoc/>
    public void Train(TrainingState state, DataSet data, TrainSettings run, IProgress<TrainingProgress> progress, Terminal terminal) =>
        Trainer.Run(state, data, new TrainerOptions { Threads = run.Words.Threads, Progress = progress, Cancellation = terminal.Cancellation });

    /// <inheritdoc/>
    public bool TrainsUNets => false;

    /// <inheritdoc/>
    public int TrainUNet(UNetWords shape, TrainingSettings settings, IDiffusionProcess process, TrainSettings run, Terminal terminal) =>
        throw new NotSupportedException("A U-Net is trained on libtorch.");

    /// <inheritdoc/>
    public int? ResumeUNet(TrainSettings run, string source, Terminal terminal) => null;

    /// <inheritdoc/>
    public int? ContinueUNet(TrainSettings run, string source, Func<TrainingSettings, TrainingSettings> settingsOf, Terminal terminal) => null;
}
