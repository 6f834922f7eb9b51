using ScoreSde.Checkpoints;
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
        UNetTraining training = UNetCheckpoint.LoadRun(source);
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
        using (var progress = new TrainingProgressLine(training.Settings.Steps, training.Step, terminal))
        {
            training.Run(data, options with { Progress = progress });
        }

        if (!training.IsFinished)
        {
            UNetCheckpoint.SaveRun(training, run.Out);
            terminal.Error.WriteLine($"scoresde: Stopped after step {training.Step} of {training.Settings.Steps}; saved. Go on with: scoresde train --resume --device {run.Device.Name} --out {run.Out}");
            return App.Failed;
        }

        UNetCheckpoint.Of(training).Save(run.Out);
        terminal.Out.WriteLine($"{run.Out}: {training.Step} steps, loss {training.Losses.Smoothed:G4}");
        return App.Done;
    }
}
