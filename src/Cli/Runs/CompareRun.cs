using System.Numerics;
using ScoreSde.Cli.Catalog;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Output;
using ScoreSde.Cli.Reports;

namespace ScoreSde.Cli.Runs;

/// <summary>Compares solvers on models and writes what it found.</summary>
internal static class CompareRun
{
    /// <summary>Does it.</summary>
    /// <returns>The exit code: failed where a run gave values that are not finite, and all others are still shown.</returns>
    public static int Execute<T>(CompareSettings settings, ElementType element, Terminal terminal)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var reports = new List<CompareReport>();
        foreach (Model model in settings.Models)
        {
            CompareReport report = Compare<T>(model, settings, element, terminal);
            TableWriter.Write(CompareTable.Of(report), terminal);
            reports.Add(report);
        }

        if (settings.Json is { } json)
        {
            CompareJson.Write(json, reports);
        }

        if (settings.Csv is { } csv)
        {
            CompareCsv.Write(csv, reports);
        }

        if (settings.Figure is { } figure)
        {
            CompareFigure.Write(figure, reports);
        }

        string[] failures = [.. reports.SelectMany(report => report.Rows).Select(row => row.Failure).OfType<string>()];
        foreach (string failure in failures)
        {
            terminal.Error.WriteLine($"scoresde: {failure}");
        }

        return failures.Length == 0 ? App.Done : App.Failed;
    }

    private static CompareReport Compare<T>(Model model, CompareSettings settings, ElementType element, Terminal terminal)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        IReadOnlyList<double> starts = settings.StartsFor(model);
        PriorWarning.Write(model, starts[^1], terminal);
        Yardstick yardstick = Yardsticks.For(model, settings.SamplesFor(model), settings.Seed, settings.Part);
        if (model.HasExactScore && starts.Count > 1)
        {
            yardstick = yardstick with { Notes = [.. yardstick.Notes, "The runs start at different times, so no path is common to them."] };
        }
        else if (model.HasExactScore && settings.OnPath)
        {
            yardstick = PathEnds.AddTo<T>(yardstick, model, settings, starts[0], terminal);
        }
        else if (model.HasExactScore && (settings.Solvers.Any(solver => !solver.Facts.IsStochastic) || settings.Adaptive.Any(adaptive => !adaptive.Method.IsStochastic)))
        {
            yardstick = FlowEnds.AddTo<T>(yardstick, model, settings, starts[0], terminal);
        }

        var timed = new TimedSampling<T>(model, settings, terminal.Cancellation);
        var rows = new List<CompareRow>();
        using var progress = new ProgressBar(model.Name, terminal);
        int runs = (settings.Budgets.Count * settings.Solvers.Count) + settings.Adaptive.Count;
        foreach (NamedSolver solver in settings.Solvers)
        {
            timed.WarmUp(solver);
        }

        foreach (int budget in settings.Budgets)
        {
            foreach (NamedSolver solver in settings.Solvers)
            {
                progress.Report((double)rows.Count / runs, $", {solver.Name}, {budget} evaluations");
                rows.Add(timed.Run(solver, budget, yardstick));
            }
        }

        foreach (ToleratedMethod adaptive in settings.Adaptive)
        {
            progress.Report((double)rows.Count / runs, $", {adaptive.Name}");
            rows.Add(timed.Run(adaptive, yardstick));
        }

        return new CompareReport(
            model.Name,
            model.Process.Name,
            model.Process.Schedule.Name,
            settings.Grid.Name,
            ElementTypeCatalog.NameOf(element),
            settings.Seed,
            settings.SamplesFor(model),
            yardstick,
            rows);
    }
}
