using System.Numerics;
using ScoreSde.Comparison.Contestants;
using ScoreSde.Comparison.Measures;
using ScoreSde.Comparison.Problems;
using ScoreSde.Comparison.Reports;

namespace ScoreSde.Comparison;

/// <summary>Compares solvers on problems: each takes the most steps that a budget of network evaluations allows, is timed, and its samples are measured.</summary>
public static class ComparisonRun
{
    /// <summary>Compares on all problems in float, the solvers' own element type.</summary>
    /// <inheritdoc cref="Execute{T}"/>
    public static ComparisonReport Execute(
        IReadOnlyList<SamplingProblem> problems, ComparisonSettings settings, IProgress<ComparisonProgress>? progress = null, CancellationToken cancellation = default) =>
        Execute<float>(problems, settings, progress, cancellation);

    /// <summary>Compares on all problems.</summary>
    /// <param name="problems">What is sampled.</param>
    /// <param name="settings">The methods, grids and budgets.</param>
    /// <param name="progress">Told how far the work has come, from any thread.</param>
    /// <param name="cancellation">Stops the work: what is done by then is reported.</param>
    /// <typeparam name="T">float or double.</typeparam>
    /// <returns>The report. A run that fails has its reason in the place of its measures, and the others go on.</returns>
    public static ComparisonReport Execute<T>(
        IReadOnlyList<SamplingProblem> problems, ComparisonSettings settings, IProgress<ComparisonProgress>? progress = null, CancellationToken cancellation = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(problems);
        var reports = new List<ProblemReport>();
        bool isWhole = true;
        for (int i = 0; i < problems.Count && isWhole; i++)
        {
            ProblemReport? report = On<T>(problems[i], settings, progress, cancellation);
            isWhole = report?.IsWhole == true;
            if (report is not null)
            {
                reports.Add(report);
            }
        }

        return new ComparisonReport(reports, isWhole);
    }

    /// <summary>Compares on one problem.</summary>
    /// <param name="problem">What is sampled.</param>
    /// <param name="settings">The methods, grids and budgets.</param>
    /// <param name="progress">Told how far the work has come, from any thread.</param>
    /// <param name="cancellation">Stops the work: what is done by then is reported.</param>
    /// <typeparam name="T">float or double.</typeparam>
    /// <returns>The report; null where the work was stopped before anything was known.</returns>
    /// <exception cref="NotSupportedException">There is neither data nor a flow or path to judge by.</exception>
    public static ProblemReport? On<T>(
        SamplingProblem problem, ComparisonSettings settings, IProgress<ComparisonProgress>? progress = null, CancellationToken cancellation = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(settings);
        var rows = new List<ComparisonRow>();
        Yardstick? yardstick = null;
        ReferenceFacts? reference = null;
        bool isWhole = true;
        try
        {
            int samples = settings.SamplesFor(problem);
            yardstick = Abandonable.Run(() => Yardsticks.For(problem, samples, settings.Seed, settings.Part, settings.Features), cancellation);
            using var timed = new TimedSampling<T>(problem, settings, cancellation);
            RunAll<T>(problem, settings, yardstick, timed, rows, progress);
            (yardstick, reference) = PathJudgement.Of<T>(problem, settings, yardstick, timed.Runs, rows, progress, cancellation);
        }
        catch (OperationCanceledException)
        {
            isWhole = false;
        }

        return yardstick is null || rows.Count == 0 || yardstick.Measures.Count == 0
            ? null
            : new ProblemReport(
                problem.Name,
                problem.Process.Name,
                problem.Process.Schedule.Name,
                [.. settings.Grids.Select(static grid => grid.Name)],
                typeof(T) == typeof(float) ? "float" : "double",
                settings.Seed,
                settings.SamplesFor(problem),
                problem.Dimension,
                [.. yardstick.Measures.Select(static measure => measure.Facts)],
                yardstick.Floor,
                yardstick.FloorNote,
                yardstick.Notes,
                [.. rows.Select(row => row with { Kept = row.Kept[..Math.Min(row.Kept.Length, settings.KeptNumbers / problem.Dimension * problem.Dimension)].ToArray() })],
                isWhole)
            {
                Reference = reference,
                IsToFloor = settings.ToFloor,
            };
    }

    private static void RunAll<T>(
        SamplingProblem problem,
        ComparisonSettings settings,
        Yardstick yardstick,
        TimedSampling<T> timed,
        List<ComparisonRow> rows,
        IProgress<ComparisonProgress>? progress)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach (SteppingContestant solver in settings.Stepping)
        {
            timed.WarmUp(solver);
        }

        if (settings.ToFloor)
        {
            FloorSearch.Run(problem, settings, yardstick, timed, rows, progress);
            return;
        }

        foreach (int budget in settings.Budgets)
        {
            foreach (GridChoice grid in settings.Grids)
            {
                foreach (SteppingContestant solver in settings.Stepping)
                {
                    Tell($"{solver.Name}, {(settings.Grids.Count > 1 ? $"grid {grid.Name}, " : "")}{budget} evaluations");
                    rows.Add(timed.Run(solver, grid, budget, yardstick));
                }
            }
        }

        foreach (AdaptiveContestant adaptive in settings.Adaptive)
        {
            Tell(adaptive.Name);
            rows.Add(timed.Run(adaptive, yardstick));
        }

        void Tell(string now) => progress?.Report(new ComparisonProgress(problem.Name, "", (double)rows.Count / settings.Runs, now));
    }
}
