using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Catalog;
using ScoreSde.Cli.Charts;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Output;
using ScoreSde.Cli.Tables;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.GridDesign;

namespace ScoreSde.Cli.Designing;

/// <summary>Makes a grid for a solver and shows what it gains over the usual ones.</summary>
internal static class GridRun
{
    /// <summary>Notes a fault where the solver has no exact moments.</summary>
    public static void CheckSolver(Model model, NamedSolver solver, Faults faults)
    {
        try
        {
            // One axis of Gaussian data on the shortest grid: refused at once or not at all.
            new GridError(solver.For(MomentOf([1])), model.Process, [1]).OfPath(new TimeGrid("two", 1, 0.5, 0));
        }
        catch (Exception refusal) when (refusal is NotSupportedException or ArgumentException)
        {
            faults.Add($"Solver '{solver.Name}' has no exact moments, so no grid can be made for it: {refusal.Message}");
        }
    }

    // The level t = 0, which all grids share, has no place on a logarithmic axis. Uniform times tell too little beside the others.
    private static void Draw(Stream stream, GridSettings settings, TimeGrid made) => LogLogChart.Write(
        stream,
        $"Levels of {settings.Steps} steps, made for {settings.Solver.Name}",
        "time of the grid, counted from 1",
        "σ/α",
        GridDesigner.Usual(settings.Model.Process, settings.Steps, settings.Model.Range).Skip(1).Prepend(made).Select(grid => (grid.Name, Levels(settings.Model.Process, grid))));

    private static IEnumerable<(double Place, double Ratio)> Levels(IDiffusionProcess process, TimeGrid grid) =>
        grid.Times.ToArray().Select((time, i) => (i + 1.0, process.At(time).Ratio));

    // The moment of the Gaussian data for which the grid is made.
    private static GaussianNoiseMoment MomentOf(IReadOnlyList<double> spectrum)
    {
        var covariance = new double[spectrum.Count, spectrum.Count];
        for (int k = 0; k < spectrum.Count; k++)
        {
            covariance[k, k] = spectrum[k];
        }

        return new(Gaussian.WithCovariance(new double[spectrum.Count], covariance));
    }

    /// <summary>Does it.</summary>
    /// <returns>The exit code.</returns>
    public static int Execute(GridSettings settings, Terminal terminal)
    {
        var error = new GridError(settings.Solver.For(MomentOf(settings.Spectrum)), settings.Model.Process, settings.Spectrum);
        TimeGrid made;
        using (var progress = new ProgressBar($"grid for {settings.Solver.Name}", terminal))
        {
            made = GridDesigner.Make(error, settings.Steps, settings.Model.Range, progress.IfShown, terminal.Cancellation);
        }

        var table = new ReportTable(
            $"{settings.Solver.Name}, {settings.Steps} steps: {settings.Model.Process.Name} ({settings.Model.Process.Schedule.Name}), {settings.Spectrum.Count} {(settings.Spectrum.Count == 1 ? "variance" : "variances")} from {Quantity.Number(settings.Spectrum.Min())} to {Quantity.Number(settings.Spectrum.Max())}",
            [new("grid"), new("path error", true), new("of the made", true), new("end error", true)],
            [
                .. GridDesigner.Usual(settings.Model.Process, settings.Steps, settings.Model.Range).Select(Row),
                Row(made),
            ])
        {
            Notes = [
                "path error: what the steps add to the error of the deviation at t = 0, squared and summed, root mean square over the variances; made the least.",
                "end error: their signed sum, in which they may cancel. Both exact, Gaussian data.",
            ],
        };
        TableWriter.Write(table, terminal);
        if (settings.Out is { } file)
        {
            ResultFile.Write(file, terminal, stream => GridFile.Write(
                stream, made, $"times for {settings.Solver.Name}, {settings.Steps} steps, {settings.Model.Process.Name} {settings.Model.Process.Schedule.Name}"));
            terminal.Out.WriteLine($"{ResultFile.NameOf(file)}: {made.Times.Length} times, for --grid {(ResultFile.IsStream(file) ? "FILE" : file)}");
        }

        if (settings.Picture is { } picture)
        {
            ResultFile.Write(picture, terminal, stream => Draw(stream, settings, made));
            terminal.Out.WriteLine($"{ResultFile.NameOf(picture)}: picture");
        }

        return ExitCode.Done;

        string[] Row(TimeGrid grid) =>
            [grid.Name, Quantity.Number(error.OfPath(grid)), $"× {error.OfPath(grid) / error.OfPath(made):F1}", Quantity.Number(error.AtEnd(grid))];
    }
}
