using ScoreSde.Checkpoints;
using ScoreSde.Cli.Keeping;
using ScoreSde.Cli.Output;
using ScoreSde.Cli.Planning;
using ScoreSde.Cli.Torch;
using ScoreSde.Data;
using ScoreSde.Networks;
using ScoreSde.Torch;
using ScoreSde.Torch.Training;
using ScoreSde.Training;
using TorchSharp;

namespace ScoreSde.Cli.Devices;

/// <summary>Trains a U-Net and writes it; when stopped, writes what is needed to go on.</summary>
internal static class UNetRun
{
    /// <summary>A stopped run, from where it stopped.</summary>
    /// <returns>The exit code.</returns>
    public static int Resume(TrainSettings run, string source, TorchTrainerOptions options, Terminal terminal)
    {
        UNetTraining training = UNetTraining.Load(source);
        DataSet data = TrainingFrame.RowsOfStopped(run, source, training.Data, continues: training.StepsBefore is not null);
        terminal.Error.WriteLine($"{source}: going on after step {training.Step} of {training.Settings.Steps}.");
        return Go(training, data, run, options, terminal);
    }

    /// <summary>A new run that begins with the network of a file, and with its optimiser where the file is of a run.</summary>
    /// <returns>The exit code.</returns>
    public static int Continue(TrainSettings run, string source, Func<TrainingSettings, TrainingSettings> settingsOf, TorchTrainerOptions options, Terminal terminal)
    {
        UNetTraining? stopped = TrainingCheckpoint.StoppedAt(source) is not null ? UNetTraining.Load(source) : null;
        UNetCheckpoint? model = stopped is null ? UNetCheckpoint.Load(source) : null;
        DataDescription known = stopped?.Data ?? model!.Data;
        DataSet data = TrainingFrame.InUnitsOf(run.Open is { } open ? open(known.Units) : TrainingFrame.OpenRecorded(known, source), known);
        var description = DataDescription.Of(data);
        TrainingSettings settings = settingsOf(stopped?.Settings ?? model!.Training);
        TrainingFrame.CheckTimes(settings, stopped?.Process ?? model!.Process);
        UNetTraining training = stopped is not null ? stopped.Continue(settings, description) : UNetTraining.From(model!, settings, description);
        terminal.Error.WriteLine(
            $"{source}: {(stopped is null ? "a network, with a new optimiser" : $"step {stopped.Step}, with its optimiser")}; {training.Settings.Steps} steps more on {data.Name}, {data.Count} rows.");
        return Go(training, data, run, options, terminal);
    }

    /// <summary>Refuses what cannot fit, before the weights are drawn. What a card holds is the card's to refuse.</summary>
    public static void CheckMemory(UNetSettings network, TrainingSettings settings, DataSet data, TorchTrainerOptions options, Terminal terminal)
    {
        bool isHere = options.Device.type == DeviceType.CPU;
        int rows = options.RowsAtOnce > 0 ? Math.Min(options.RowsAtOnce, settings.Batch) : settings.Batch;
        new MemoryPlan("give a smaller --channels, --blocks or --batch, or --rows")
            .With("libtorch", TorchMemory.Library)
            .With($"a network of {UNetMemory.ParameterCount(network)} parameters and its optimiser", UNetMemory.OfNetwork(network, isHere))
            .With("rows worked on at once", isHere ? UNetMemory.OfRows(network, rows) : 0)
            .With("data", 2.0 * sizeof(float) * data.Values.Length)
            .Check(terminal);
    }

    /// <summary>Carries a run on.</summary>
    /// <returns>The exit code.</returns>
    public static int Go(UNetTraining training, DataSet data, TrainSettings run, TorchTrainerOptions options, Terminal terminal)
    {
        CheckMemory(training.Network, training.Settings, data, options, terminal);
        using IDisposable hold = terminal.Stop.Hold();
        var keeper = new WeightKeeper(run.Out, terminal);
        LossCurve curve;
        using (var progress = new TrainingProgressLine(training.Settings.Steps, training.Step, terminal))
        {
            curve = new LossCurve(progress);
            curve.Take(training.Losses);
            SavedTraining.Run(
                run.SaveEvery,
                curve,
                terminal,
                () => training.IsFinished,
                (stretch, listener) => training.Run(data, options with { Progress = listener, Cancellation = stretch.Cancellation }),
                () => keeper.Save(training.Save));
        }

        int code = TrainingFrame.End(
            run,
            keeper.Keep(training.IsFinished ? training.ToCheckpoint().Save : training.Save),
            (training.Step, training.Settings.Steps, training.Losses.Smoothed),
            $" --device {run.Device.Name}",
            terminal);
        TrainingFrame.Draw(run, curve, training.Data, training.Process, training.Settings, terminal);
        return code;
    }
}
