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
                Parts = settings.Drawn?.Parts ?? 1,
            };
    }

    /// <summary>Draws samples of all runs and measures none: the first of two steps, which many processes can share, since noise goes by a sample's index.</summary>
    /// <param name="problem">What is sampled.</param>
    /// <param name="settings">The methods, grids and budgets; not to the floor, where runs depend on those before.</param>
    /// <param name="firstSample">Index of the first sample.</param>
    /// <param name="count">Samples of each run.</param>
    /// <param name="take">Given each run, its place in <see cref="ComparisonSettings.Planned"/>, what it cost, and its samples in the data's units; none where it failed.</param>
    /// <param name="progress">Told how far the work has come, from any thread.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <typeparam name="T">float or double.</typeparam>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public static void Draw<T>(
        SamplingProblem problem,
        ComparisonSettings settings,
        long firstSample,
        int count,
        Action<int, ComparisonRow, T[]> take,
        IProgress<ComparisonProgress>? progress = null,
        CancellationToken cancellation = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(take);
        ArgumentOutOfRangeException.ThrowIfNegative(firstSample);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        if (settings.ToFloor)
        {
            throw new ArgumentException("Runs to the floor depend on those before, which are measured.", nameof(settings));
        }

        using var timed = new TimedSampling<T>(problem, settings with { Samples = count }, cancellation, firstSample);
        WarmUp(settings, timed);
        IReadOnlyList<PlannedRun> planned = settings.Planned;
        for (int i = 0; i < planned.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            Tell(problem, settings, planned[i], i, progress);
            (ComparisonRow row, T[] values) = timed.Draw(planned[i]);
            take(i, row, values);
        }
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
        if (settings.ToFloor)
        {
            WarmUp(settings, timed);
            FloorSearch.Run(problem, settings, yardstick, timed, rows, progress);
            return;
        }

        IReadOnlyList<PlannedRun> planned = settings.Planned;
        if (settings.Drawn is not { } drawn)
        {
            WarmUp(settings, timed);
            foreach (PlannedRun run in planned)
            {
                Tell(problem, settings, run, rows.Count, progress);
                rows.Add(timed.Run(run, yardstick));
            }

            return;
        }

        for (int i = 0; i < planned.Count; i++)
        {
            Tell(problem, settings, planned[i], i, progress);
            rows.Add(timed.Measured(drawn.Run(i), planned[i].Contestant, yardstick));
        }
    }

    private static void WarmUp<T>(ComparisonSettings settings, TimedSampling<T> timed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach (SteppingContestant solver in settings.Stepping)
        {
            timed.WarmUp(solver);
        }
    }

    private static void Tell(SamplingProblem problem, ComparisonSettings settings, PlannedRun run, int done, IProgress<ComparisonProgress>? progress)
    {
        string grid = run.Grid is { } rule && settings.Grids.Count > 1 ? $", grid {rule.Name}" : "";
        string budget = run.Budget is { } evaluations ? $", {evaluations} evaluations" : "";
        progress?.Report(new ComparisonProgress(problem.Name, "", (double)done / settings.Runs, $"{run.Contestant.Name}{grid}{budget}"));
    }
}
