using ScoreSde.Cli.Models;
using ScoreSde.Cli.Output;
using ScoreSde.Data;
using ScoreSde.Processes;

namespace ScoreSde.Cli.Fitting;

/// <summary>
/// Tells when too much of the data is left at the level where a run starts: it starts from pure noise of deviation σ, and the error of that start is
/// of the order of α·(size of the data)/σ, whatever the solver.
/// </summary>
internal static class PriorWarning
{
    private const double MostSignal = 0.1;
    private const int Rows = 256;

    /// <summary>
    /// Writes the warning where there is reason for it. What a network's schedule leaves at t = 1 was its trainer's choice and is not judged; below that
    /// its data is taken to be of unit size.
    /// </summary>
    public static void Write(Model model, double startTime, Terminal terminal)
    {
        NoiseLevel start = model.Process.At(startTime);
        if (model is not MixtureModel && startTime >= model.Range.Maximum)
        {
            return;
        }

        double size = model is MixtureModel ? Size(model) : 1;
        double signal = start.MeanScale * size / model.Process.PriorDeviationAt(start);
        if (signal > MostSignal)
        {
            terminal.Error.WriteLine(
                $"scoresde: Warning: {model.Process.Name} ({model.Process.Schedule.Name}) leaves {signal:P0} of signal beside the noise at t = {startTime:G6}, " +
                $"but sampling starts {(startTime < 1 ? "there " : "")}from noise alone: expect an error of that size.");
        }
    }

    private static double Size(Model model)
    {
        DataSet data = model.Reference.Rows(Rows, seed: 0);
        double squares = 0;
        foreach (float value in data.Values)
        {
            squares += (double)value * value;
        }

        return Math.Sqrt(squares / data.Values.Length);
    }
}
