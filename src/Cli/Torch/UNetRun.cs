using ScoreSde.Checkpoints;
using ScoreSde.Cli.Keeping;
using ScoreSde.Cli.Output;
using ScoreSde.Cli.Runs;
using ScoreSde.Data;
using ScoreSde.Torch;

namespace ScoreSde.Cli.Torch;

/// <summary>Trains a U-Net and writes it; when stopped, writes what is needed to go on.</summary>
internal static class UNetRun
{
    /// <summary>A stopped run, from where it stopped.</summary>
    /// <returns>The exit code.</returns>
    public static int Resume(TrainSettings run, string source, TorchTrainerOptions options, Terminal terminal)
    {
        UNetTraining training = UNetTraining.Load(source);
        DataSet data = run.Open is { } open ? open(training.Data.Units) : TrainRun.OpenRecorded(training.Data, source);
        if (DataDescription.Of(data) != training.Data)
        {
            throw new CheckpointException(source, $"was trained on other data than --data: {training.Data.Count} rows of {training.Data.Dimension} from '{training.Data.Name}'.");
        }

        terminal.Error.WriteLine($"{source}: going on after step {training.Step} of {training.Settings.Steps}.");
        return Go(training, data, run, options, terminal);
    }

    /// <summary>Carries a run on.</summary>
    /// <returns>The exit code.</returns>
    public static int Go(UNetTraining training, DataSet data, TrainSettings run, TorchTrainerOptions options, Terminal terminal)
    {
        using IDisposable hold = terminal.Stop.Hold();
        var keeper = new WeightKeeper(run.Out, terminal);
        using (var progress = new TrainingProgressLine(training.Settings.Steps, training.Step, terminal))
        {
            SavedTraining.Run(
                run.SaveEvery,
                progress,
                terminal,
                () => training.IsFinished,
                (stretch, listener) => training.Run(data, options with { Progress = listener, Cancellation = stretch.Cancellation }),
                () => keeper.Save(training.Save));
        }

        return TrainRun.End(
            run,
            keeper.Keep(training.IsFinished ? training.ToCheckpoint().Save : training.Save),
            (training.Step, training.Settings.Steps, training.Losses.Smoothed),
            $" --device {run.Device.Name}",
            terminal);
    }
}
