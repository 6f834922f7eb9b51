using System.Numerics;
using ScoreSde.Cli.Catalog;
using ScoreSde.Cli.Devices;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Output;
using ScoreSde.Cli.Planning;
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
        foreach (Model model in settings.Models)
        {
            Plans.Comparing<T>(model, settings).Check(terminal);
        }

        // What is done when the person asks to stop is shown and written.
        using IDisposable hold = terminal.Stop.Hold();
        var reports = new List<CompareReport>();
        bool isWhole = true;
        for (int i = 0; i < settings.Models.Count && isWhole; i++)
        {
            (CompareReport? report, isWhole) = Compare<T>(settings.Models[i], settings, element, terminal);
            if (report is not null)
            {
                TableWriter.Write(CompareTable.Of(report), terminal);
                reports.Add(report);
            }
        }

        if (reports.Count == 0)
        {
            throw new OperationCanceledException(terminal.Cancellation);
        }

        if (settings.Json is { } json)
        {
            ResultFile.Write(json, terminal, stream => CompareJson.Write(stream, reports));
        }

        if (settings.Csv is { } csv)
        {
            ResultFile.Write(csv, terminal, stream => CompareCsv.Write(stream, reports));
        }

        if (settings.Figure is { } figure)
        {
            ResultFile.Write(figure, terminal, stream => CompareFigure.Write(stream, reports));
        }

        if (!isWhole)
        {
            terminal.Error.WriteLine($"scoresde: Stopped before the end; {reports.Sum(report => report.Rows.Count)} of {settings.Models.Count * Runs(settings)} rows are done.");
        }

        string[] failures = [.. reports.SelectMany(report => report.Rows).Select(row => row.Failure).OfType<string>()];
        foreach (string failure in failures)
        {
            terminal.Error.WriteLine($"scoresde: {failure}");
        }

        return failures.Length == 0 && isWhole ? App.Done : App.Failed;
    }

    private static int Runs(CompareSettings settings) => (settings.Budgets.Count * settings.Solvers.Count) + settings.Adaptive.Count;

    // The rows that are done, and whether they are all; no report where there is none.
    private static (CompareReport? Report, bool IsWhole) Compare<T>(Model model, CompareSettings settings, ElementType element, Terminal terminal)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var rows = new List<CompareRow>();
        Yardstick? yardstick = null;
        bool isWhole = true;
        try
        {
            PriorWarning.Write(model, settings.StartsFor(model)[^1], terminal);
            yardstick = YardstickOf<T>(model, settings, terminal);
            RunAll<T>(model, settings, yardstick, rows, terminal);
        }
        catch (OperationCanceledException)
        {
            isWhole = false;
        }

        return (yardstick is null || rows.Count == 0
            ? null
            : new CompareReport(
                model.Name,
                model.Process.Name,
                model.Process.Schedule.Name,
                settings.Grid.Name,
                ElementTypeCatalog.NameOf(element),
                settings.Seed,
                settings.SamplesFor(model),
                yardstick,
                rows), isWhole);
    }

    private static Yardstick YardstickOf<T>(Model model, CompareSettings settings, Terminal terminal)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Yardstick yardstick = Abandonable.Run(() => Yardsticks.For(model, settings.SamplesFor(model), settings.Seed, settings.Part), terminal.Cancellation);
        if (settings.Device.Name != DeviceCatalog.Default)
        {
            yardstick = yardstick with { Notes = [.. yardstick.Notes, $"The runs were made on --device {settings.Device.Name}."] };
        }

        IReadOnlyList<double> starts = settings.StartsFor(model);
        if (model.HasExactScore && starts.Count > 1)
        {
            return yardstick with { Notes = [.. yardstick.Notes, "The runs start at different times, so no path is common to them."] };
        }

        if (model.HasExactScore && settings.OnPath)
        {
            return PathEnds.AddTo<T>(yardstick, model, settings, starts[0], terminal);
        }

        bool isJudgedByPath = settings.Solvers.Any(solver => !solver.Facts.IsStochastic) || settings.Adaptive.Any(adaptive => !adaptive.Method.IsStochastic);
        return model.HasExactScore && isJudgedByPath ? FlowEnds.AddTo<T>(yardstick, model, settings, starts[0], terminal) : yardstick;
    }

    private static void RunAll<T>(Model model, CompareSettings settings, Yardstick yardstick, List<CompareRow> rows, Terminal terminal)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var timed = new TimedSampling<T>(model, settings, terminal);
        using var progress = new ProgressBar(model.Name, terminal);
        int runs = Runs(settings);
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
    }
}
