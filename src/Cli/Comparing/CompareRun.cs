using System.Numerics;
using ScoreSde.Cli.Charts;
using ScoreSde.Cli.Fitting;
using ScoreSde.Cli.Output;
using ScoreSde.Cli.Planning;
using ScoreSde.Cli.Tables;
using ScoreSde.Comparison;
using ScoreSde.Comparison.Reports;

namespace ScoreSde.Cli.Comparing;

/// <summary>Compares solvers on models and writes what was found.</summary>
internal static class CompareRun
{
    /// <summary>Does it.</summary>
    /// <returns>The exit code: failed where a run gave values that are not finite, and all others are still shown.</returns>
    public static int Execute<T>(CompareSettings settings, Terminal terminal)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (settings.Out is not null)
        {
            int drawn = DrawRun.Execute<T>(settings, terminal);
            return settings.IsPart ? drawn : Execute<T>(settings with { Out = null, From = settings.Out }, terminal);
        }

        ModelProblem[] problems = [.. settings.Models.Select(model => new ModelProblem(model, settings.Device, settings.Words, terminal))];
        foreach (ModelProblem problem in problems)
        {
            Plans.Comparing<T>(problem, problem.Model, settings.Comparison).Check(terminal);
        }

        // What is done when the person asks to stop is shown and written.
        using IDisposable hold = terminal.Stop.Hold();
        var reports = new List<ProblemReport>();
        bool isWhole = true;
        for (int i = 0; i < problems.Length && isWhole; i++)
        {
            PriorWarning.Write(problems[i].Model, settings.Comparison.StartsFor(problems[i])[^1], terminal);
            ProblemReport? report;
            using DrawnFile<T>? file = settings.From is { } from
                ? DrawnFile<T>.Open(from, settings.Part!.Run, settings.Comparison.Planned, problems[i].Dimension)
                : null;
            using (var progress = new ShownProgress(terminal))
            {
                report = ComparisonRun.On<T>(problems[i], settings.Comparison with { Drawn = file }, progress.IfShown, terminal.Cancellation);
            }

            isWhole = report?.IsWhole == true;
            if (report is not null)
            {
                Show(report, settings, terminal);
                if (report.Parts > 1)
                {
                    terminal.Error.WriteLine($"Seconds and rates: those of {report.Parts} parts, each timed where it was drawn, added up. All measures are those of one run.");
                }

                reports.Add(report);
            }
        }

        if (reports.Count == 0)
        {
            throw new OperationCanceledException(terminal.Cancellation);
        }

        return Finish(settings, new ComparisonReport(reports, isWhole), terminal);
    }

    private static void Show(ProblemReport report, CompareSettings settings, Terminal terminal)
    {
        foreach (ReportTable table in TablesOf(report, settings.ShowsAll))
        {
            TableWriter.Write(table, terminal);
        }
    }

    private static IReadOnlyList<ReportTable> TablesOf(ProblemReport report, bool showsAll) => (report.IsToFloor, showsAll) switch
    {
        (true, true) => [CompareFloorTable.Of(report), CompareTable.Of(report)],
        (true, false) => [CompareFloorTable.Of(report)],
        (false, true) => [CompareTable.Of(report)],
        (false, false) => CompareSummary.Of(report),
    };

    private static int Finish(CompareSettings settings, ComparisonReport report, Terminal terminal)
    {
        foreach ((string? file, Action<Stream, ComparisonReport> write) in new (string?, Action<Stream, ComparisonReport>)[]
        {
            (settings.Json, CompareJson.Write), (settings.Csv, CompareCsv.Write), (settings.Figure, (stream, found) => CompareFigure.Write(stream, found, settings.Figure!)),
            (settings.Page, (stream, found) => ComparePage.Write(stream, found, settings.Models.ToDictionary(static model => model.Name), settings.Command)),
        })
        {
            if (file is not null)
            {
                ResultFile.Write(file, terminal, stream => write(stream, report));
            }
        }

        if (!report.IsWhole)
        {
            int done = report.Problems.Sum(static problem => problem.Rows.Count);
            string all = settings.Comparison.ToFloor ? "" : $" of {settings.Models.Count * settings.Comparison.Runs}";
            terminal.Error.WriteLine($"scoresde: Stopped before the end; {done}{all} rows are done.");
        }

        string[] failures = [.. report.Failures];
        foreach (string failure in failures)
        {
            terminal.Error.WriteLine($"scoresde: {failure}");
        }

        return failures.Length == 0 && report.IsWhole ? ExitCode.Done : ExitCode.Failed;
    }
}
