using ScoreSde.Checkpoints;
using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Catalog;
using ScoreSde.Cli.Output;
using ScoreSde.Data;

namespace ScoreSde.Cli.Devices;

/// <summary>What a training run of any network begins and ends with.</summary>
internal static class TrainingFrame
{
    /// <summary>Rows scaled as a network knows them.</summary>
    public static DataSet InUnitsOf(DataSet data, DataDescription known) => data.Scaling == known.Scaling ? data : data.WithScaling(known.Scaling);

    /// <summary>The rows that a stopped run was trained on.</summary>
    /// <exception cref="CheckpointException">They are not here, or have changed.</exception>
    public static DataSet OpenRecorded(DataDescription data, string source) => data.IsBuiltIn
        ? DataCatalog.Find(new DataRequest(data.Name), new Faults())!(null)
        : RecordedData.Open(data, source).Training;

    /// <summary>Tells where the result of a run is, and how to go on.</summary>
    /// <returns>The exit code.</returns>
    public static int End(TrainSettings run, string place, (int Done, int Steps, double Loss) at, string moreWords, Terminal terminal)
    {
        bool isInPlace = place == run.Out;
        if (at.Done < at.Steps)
        {
            terminal.Error.WriteLine(
                $"scoresde: Stopped after step {at.Done} of {at.Steps}; saved{(isInPlace ? "" : $" in {place}, since {run.Out} cannot be written")}. Go on with: " +
                $"scoresde train --resume{(isInPlace ? "" : $" {ShellWord.Of(Path.GetFullPath(place))}")}{moreWords} --out {ShellWord.Of(Path.GetFullPath(run.Out))}");
            return ExitCode.Failed;
        }

        terminal.Out.WriteLine($"{place}: {at.Steps} steps, loss {at.Loss:G4}");
        if (!isInPlace)
        {
            terminal.Error.WriteLine($"scoresde: {run.Out} cannot be written; the finished network is in {place}.");
        }

        return isInPlace ? ExitCode.Done : ExitCode.Failed;
    }
}
