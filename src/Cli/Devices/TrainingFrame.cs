using ScoreSde.Checkpoints;
using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Catalog;
using ScoreSde.Cli.Charts;
using ScoreSde.Cli.Keeping;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Output;
using ScoreSde.Data;
using ScoreSde.Processes;
using ScoreSde.Training;

namespace ScoreSde.Cli.Devices;

/// <summary>What a training run of any network begins and ends with.</summary>
internal static class TrainingFrame
{
    /// <summary>Rows scaled as a network knows them.</summary>
    public static DataSet InUnitsOf(DataSet data, DataDescription known) => data.Scaling == known.Scaling ? data : data.WithScaling(known.Scaling);

    /// <summary>Refuses a law of times that the process does not meet.</summary>
    /// <exception cref="UsageException">It hardly meets it.</exception>
    public static void CheckTimes(TrainingSettings settings, IDiffusionProcess process)
    {
        try
        {
            _ = new TimeLaw(settings, process);
        }
        catch (ArgumentException fault)
        {
            throw new UsageException([FailureSentence.Of(fault)]);
        }
    }

    /// <summary>The rows that a stopped run was trained on.</summary>
    /// <exception cref="CheckpointException">They are not here, or have changed.</exception>
    public static DataSet OpenRecorded(DataDescription data, string source) => data.IsBuiltIn
        ? DataCatalog.Find(new DataRequest(data.Name), new Faults())!(null)
        : RecordedData.Open(data, source).Training;

    /// <summary>The rows that a stopped run goes on with: those of --data, or those that it names.</summary>
    /// <param name="run">What is worked with.</param>
    /// <param name="source">The run's file.</param>
    /// <param name="known">What the run knows of its data.</param>
    /// <param name="continues">Whether it continues another run, in whose units it sees its data.</param>
    /// <exception cref="CheckpointException">They are not here, or are others.</exception>
    public static DataSet RowsOfStopped(TrainSettings run, string source, DataDescription known, bool continues)
    {
        DataSet data = run.Open is { } open ? open(known.Units) : OpenRecorded(known, source);
        if (continues)
        {
            data = InUnitsOf(data, known);
        }

        return DataDescription.Of(data) == known
            ? data
            : throw new CheckpointException(source, $"was trained on other data than --data: {known.Count} rows of {known.Dimension} from '{known.Name}'.");
    }

    /// <summary>Tells where the result of a run is, and how to go on.</summary>
    /// <returns>The exit code.</returns>
    public static int End(TrainSettings run, string place, (int Done, int Steps, double Loss) at, string moreWords, Terminal terminal)
    {
        bool isInPlace = place == run.Out;
        if (at.Done < at.Steps)
        {
            terminal.Error.WriteLine(
                $"scoresde: Stopped after step {at.Done} of {at.Steps}; saved{(isInPlace ? "" : $" in {place}, since {run.Out} cannot be written")}. Go on with: " +
                $"scoresde train --resume{(isInPlace ? "" : $" {ShellWord.Of(Path.GetFullPath(place))}")}{moreWords} --out {ShellWord.Of(run.FullOut)}");
            return ExitCode.Failed;
        }

        terminal.Out.WriteLine($"{place}: {at.Steps} steps, loss {at.Loss:G4}");
        if (!isInPlace)
        {
            terminal.Error.WriteLine($"scoresde: {run.Out} cannot be written; the finished network is in {place}.");
        }

        return isInPlace ? ExitCode.Done : ExitCode.Failed;
    }

    /// <summary>Writes the loss curve where one is asked for, beside the least possible loss where the data's law is known.</summary>
    /// <param name="run">Which file.</param>
    /// <param name="curve">The losses.</param>
    /// <param name="data">What the network was trained on.</param>
    /// <param name="process">The process.</param>
    /// <param name="settings">The loss.</param>
    /// <param name="terminal">Where it is told.</param>
    public static void Draw(TrainSettings run, LossCurve curve, DataDescription data, IDiffusionProcess process, TrainingSettings settings, Terminal terminal)
    {
        if (run.Figure is not { } file)
        {
            return;
        }

        double? least = KnownLaw.Of(data) is { } law ? LeastLoss.Of(law, process, settings) : null;
        ResultFile.Write(file, terminal, stream => LossChart.Write(stream, curve.Single, curve.Smoothed, least, file));
        terminal.Out.WriteLine($"{ResultFile.NameOf(file)}: loss curve{(least is { } value ? $"; the exact score's loss is {value:G4}" : "")}");
    }
}
