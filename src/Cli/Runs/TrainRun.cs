using ScoreSde.Checkpoints;
using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Catalog;
using ScoreSde.Cli.Output;
using ScoreSde.Data;
using ScoreSde.Networks;
using ScoreSde.Processes;
using ScoreSde.Training;

namespace ScoreSde.Cli.Runs;

/// <summary>Trains a network and writes it; when stopped, writes what is needed to go on.</summary>
internal static class TrainRun
{
    /// <summary>A run from the first step.</summary>
    /// <returns>The exit code.</returns>
    public static int Start(TrainSettings run, TrainingSettings settings, IDiffusionProcess process, Terminal terminal)
    {
        DataSet data = run.Open!(null);
        TrainingState state = TrainingState.Start(settings, process, DataDescription.Of(data));
        terminal.Error.WriteLine(
            $"{data.Name}: {data.Count} rows of {data.Dimension}{(data.Classes > 0 ? $", {data.Classes} classes" : "")}; " +
            $"{ResidualMlp<float>.ParameterCount(state.Network.Settings)} parameters; {process.Name} ({process.Schedule.Name}).");
        return Go(run, state, data, terminal);
    }

    /// <summary>A stopped run, from where it stopped.</summary>
    /// <returns>The exit code.</returns>
    public static int Resume(TrainSettings run, string source, Terminal terminal)
    {
        if (run.Device.ResumeUNet(run, source, terminal) is { } code)
        {
            return code;
        }

        TrainingState state = TrainingCheckpoint.Load(source);
        DataSet data = run.Open is { } open ? open(state.Data.Units) : OpenRecorded(state.Data, source);
        if (DataDescription.Of(data) != state.Data)
        {
            throw new CheckpointException(source, $"was trained on other data than --data: {state.Data.Count} rows of {state.Data.Dimension} from '{state.Data.Name}'.");
        }

        terminal.Error.WriteLine($"{source}: going on after step {state.Step} of {state.Settings.Steps}.");
        return Go(run, state, data, terminal);
    }

    private static int Go(TrainSettings run, TrainingState state, DataSet data, Terminal terminal)
    {
        int first = state.Step;
        using (var progress = new TrainingProgressLine(state.Settings.Steps, first, terminal))
        {
            run.Device.Train(state, data, run, progress, terminal);
        }

        if (!state.IsFinished)
        {
            TrainingCheckpoint.Save(state, run.Out);
            terminal.Error.WriteLine($"scoresde: Stopped after step {state.Step} of {state.Settings.Steps}; saved. Go on with: scoresde train --resume --out {run.Out}");
            return App.Failed;
        }

        Checkpoint.Of(state).Save(run.Out);
        terminal.Out.WriteLine($"{run.Out}: {state.Step} steps, loss {state.Losses.Smoothed:G4}");
        return App.Done;
    }

    /// <summary>The rows that a stopped run was trained on.</summary>
    /// <exception cref="CheckpointException">They are not here, or have changed.</exception>
    public static DataSet OpenRecorded(DataDescription data, string source) => data.IsBuiltIn
        ? DataCatalog.Find(new DataRequest(data.Name), new Faults())!(null)
        : RecordedData.Open(data, source).Training;
}
