using ScoreSde.Checkpoints;
using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Devices;
using ScoreSde.Cli.Keeping;
using ScoreSde.Cli.Output;
using ScoreSde.Cli.Planning;
using ScoreSde.Data;
using ScoreSde.Networks;
using ScoreSde.Processes;
using ScoreSde.Training;

namespace ScoreSde.Cli.Training;

/// <summary>Trains a network and writes it; when stopped, writes what is needed to go on.</summary>
internal static class TrainRun
{
    /// <summary>A run from the first step.</summary>
    /// <returns>The exit code.</returns>
    public static int Start(TrainSettings run, TrainingSettings settings, IDiffusionProcess process, Terminal terminal)
    {
        DataSet data = run.Open!(null);
        Plans.Training(settings, settings.Network(data.Dimension, data.Classes), data.Values.Length).Check(terminal);
        TrainingState state = TrainingState.Start(settings, process, DataDescription.Of(data));
        terminal.Error.WriteLine(
            $"{data.Name}: {data.Count} rows of {data.Dimension}{(data.Classes > 0 ? $", {data.Classes} classes" : "")}; " +
            $"{ResidualMlp<float>.ParameterCount(state.Network.Settings)} parameters; {process.Name} ({process.Schedule.Name}).");
        if (data.Remark is { } remark)
        {
            terminal.Error.WriteLine($"scoresde: {remark}");
        }

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

        RefuseFinished(source);
        TrainingState state = TrainingCheckpoint.Load(source);
        DataSet data = TrainingFrame.RowsOfStopped(run, source, state.Data, continues: state.StepsBefore is not null);
        terminal.Error.WriteLine($"{source}: going on after step {state.Step} of {state.Settings.Steps}.");
        return Go(run, state, data, terminal);
    }

    /// <summary>A new run that begins with the network of a file, and with its optimiser where the file is of a run.</summary>
    /// <param name="run">What it works with.</param>
    /// <param name="source">The file.</param>
    /// <param name="settingsOf">The settings of the new run, from those of the old one.</param>
    /// <param name="terminal">Where it writes.</param>
    /// <returns>The exit code.</returns>
    public static int Continue(TrainSettings run, string source, Func<TrainingSettings, TrainingSettings> settingsOf, Terminal terminal)
    {
        if (run.Device.ContinueUNet(run, source, settingsOf, terminal) is { } code)
        {
            return code;
        }

        bool isRun = TrainingCheckpoint.StoppedAt(source) is not null;
        TrainingState? stopped = isRun ? TrainingCheckpoint.Load(source) : null;
        Checkpoint? model = isRun ? null : Checkpoint.Load(source);
        DataDescription known = stopped?.Data ?? model!.Data;
        DataSet data = TrainingFrame.InUnitsOf(run.Open is { } open ? open(known.Units) : TrainingFrame.OpenRecorded(known, source), known);
        var description = DataDescription.Of(data);
        TrainingSettings settings = settingsOf(stopped?.Settings ?? model!.Training);
        TrainingFrame.CheckTimes(settings, stopped?.Process ?? model!.Process);
        TrainingState state = stopped is not null ? stopped.Continue(settings, description) : model!.Continue(settings, description);
        terminal.Error.WriteLine(
            $"{source}: {(isRun ? $"step {stopped!.Step}, with its optimiser" : "a network, with a new optimiser")}; {state.Settings.Steps} steps more on {data.Name}, {data.Count} rows.");
        return Go(run, state, data, terminal);
    }

    private static void CheckFile(TrainingState state)
    {
        try
        {
            TrainingCheckpoint.RefuseUnreadable(state);
        }
        catch (ArgumentException fault)
        {
            throw new UsageException([FailureSentence.Of(fault)]);
        }
    }

    private static void RefuseFinished(string source)
    {
        if (TrainingCheckpoint.StoppedAt(source) is null && Checkpoint.Load(source) is { } model)
        {
            throw new CheckpointException(
                source, $"cannot be resumed: its {model.Step} steps are done. To train it further: scoresde train --from {ShellWord.Of(source)} --steps N --out FILE.");
        }
    }

    private static int Go(TrainSettings run, TrainingState state, DataSet data, Terminal terminal)
    {
        Plans.Training(state.Settings, state.Network.Settings, data.Values.Length).Check(terminal);
        CheckFile(state);
        using IDisposable hold = terminal.Stop.Hold();
        var keeper = new WeightKeeper(run.Out, terminal);
        LossCurve curve;
        using (var progress = new TrainingProgressLine(state.Settings.Steps, state.Step, terminal))
        {
            curve = new LossCurve(progress);
            curve.Take(state.Losses);
            SavedTraining.Run(
                run.SaveEvery,
                curve,
                terminal,
                () => state.IsFinished,
                (stretch, listener) => run.Device.Train(state, data, run, listener, stretch),
                () => keeper.Save(path => TrainingCheckpoint.Save(state, path)));
        }

        int code = TrainingFrame.End(
            run,
            keeper.Keep(state.IsFinished ? Checkpoint.Of(state).Save : path => TrainingCheckpoint.Save(state, path)),
            (state.Step, state.Settings.Steps, state.Losses.Smoothed),
            "",
            terminal);
        TrainingFrame.Draw(run, curve, state.Data, state.Process, state.Settings, terminal);
        return code;
    }
}
