using ScoreSde.Cli.Models;
using ScoreSde.Cli.Output;
using ScoreSde.Data;
using ScoreSde.Processes;

namespace ScoreSde.Cli.Runs;

/// <summary>
/// Tells when a schedule leaves too much of the data at t = 1: sampling starts from pure noise of deviation σ, and the error
/// of that start is of the order of α·(size of the data)/σ, whatever the solver.
/// </summary>
internal static class PriorWarning
{
    private const double MostSignal = 0.1;
    private const int Rows = 256;

    /// <summary>Writes the warning where there is reason for it. A network's schedule was its trainer's choice and is not judged.</summary>
    public static void Write(Model model, Terminal terminal)
    {
        if (model is not MixtureModel)
        {
            return;
        }

        DataSet data = model.Reference.Rows(Rows, seed: 0);
        double squares = 0;
        foreach (float value in data.Values)
        {
            squares += (double)value * value;
        }

        NoiseLevel end = model.Process.At(1);
        double signal = end.MeanScale * Math.Sqrt(squares / data.Values.Length) / model.Process.PriorDeviation;
        if (signal > MostSignal)
        {
            terminal.Error.WriteLine(
                $"scoresde: Warning: {model.Process.Name} ({model.Process.Schedule.Name}) leaves {signal:P0} of signal beside the noise at t = 1, " +
                "but sampling starts from noise alone: expect an error of that size.");
        }
    }
}
