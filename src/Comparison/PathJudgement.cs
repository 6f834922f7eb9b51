using System.Numerics;
using ScoreSde.Adaptive;
using ScoreSde.Comparison.Measures;
using ScoreSde.Comparison.Problems;
using ScoreSde.Comparison.References;
using ScoreSde.Comparison.Reports;
using ScoreSde.Metrics;
using ScoreSde.Sampling;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Comparison;

/// <summary>
/// Judges the runs of a comparison path by path: by where the model's own probability flow takes the noise that they start from, or its reverse SDE on their Brownian
/// paths. No data is needed, and no chance in the draw of samples blurs the figures.
/// </summary>
internal static class PathJudgement
{
    // Of what the runs took.
    private const double MostShare = 0.5;

    // The ends' own error, of the smallest distance that is shown: evaluations of an exact score cost little.
    private const double MostError = 0.01;
    private const double ErrorUnderExact = 0.001;

    // Multiplications that an exact score may take in any case: less than a second, where all else of a comparison takes more.
    private const double LittleWork = 5e8;

    /// <summary>Finds the ends and gives each run its distance to them; its first samples are kept in its row.</summary>
    /// <returns>The yardstick with the distance, and what the ends cost; as it was, with a note on the reason, where there are none.</returns>
    /// <exception cref="NotSupportedException">There is nothing else to judge by.</exception>
    public static (Yardstick Yardstick, ReferenceFacts? Facts) Of<T>(
        SamplingProblem problem,
        ComparisonSettings settings,
        Yardstick yardstick,
        ISampling<T> runs,
        List<ComparisonRow> rows,
        IProgress<ComparisonProgress>? progress,
        CancellationToken cancellation)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        HashSet<string> stochastic = [.. settings.Contestants.Where(static contestant => contestant.IsStochastic).Select(static contestant => contestant.Name)];
        int[] judged = [.. Enumerable.Range(0, rows.Count).Where(row => rows[row].Failure is null && stochastic.Contains(rows[row].Solver) == settings.OnPath)];
        if (!settings.FollowsPaths || settings.ToFloor || judged.Length == 0)
        {
            return (yardstick.Measures.Count > 0 ? yardstick : throw Nothing("no run has paths to be followed"), null);
        }

        IReadOnlyList<double> starts = settings.StartsFor(problem);
        if (starts.Count > 1)
        {
            return Without("The runs start at different times, so no path is common to them.");
        }

        var request = new ReferenceRequest(starts[0], settings.Seed, new SamplerOptions
        {
            Threads = settings.Threads,
            Progress = progress is null ? null : new PhaseProgress(progress, problem.Name, settings.OnPath ? "paths to judge by" : "flow to judge by"),
            Cancellation = cancellation,
        });
        PathSolver solver = SolverOf(problem, settings, runs, request);
        double cost = rows.Sum(static row => row.Evaluations * row.Samples);
        PathReference found;
        try
        {
            found = new ReferenceSearch(solver, settings.PathsFor(problem), Math.Max(MostShare * cost, LittleEvaluations(problem)), problem.HasExactScore ? ErrorUnderExact : MostError, Smallest).Find();
        }
        catch (Exception failure) when (failure is StepLimitException or NonFiniteSampleException)
        {
            return Without($"{solver.Facts.Head}: not known here. {failure.Message}");
        }

        var distance = new EndsDistance(solver.Facts, found.Ends, problem.Dimension, solver.OfStochastic);
        foreach (int row in judged)
        {
            rows[row] = rows[row] with
            {
                Metrics = new Dictionary<string, MetricValue>(rows[row].Metrics) { [solver.Facts.Name] = distance.Of(new Samples(rows[row].Kept, problem.Dimension)) },
            };
        }

        var facts = new ReferenceFacts(
            solver.Facts.Name, solver.WordsOf(found.Accuracy), found.Paths, found.Error, found.Error / Smallest(found.Ends), found.Evaluations, found.Evaluations / cost);
        return (yardstick.With(distance, new(found.Error, 0), NoteOn(problem, solver, facts, settings.PathsFor(problem))), facts);

        double Smallest(double[] ends) =>
            judged.Min(row => new EndsDistance(solver.Facts, ends, problem.Dimension, solver.OfStochastic).Of(new Samples(rows[row].Kept, problem.Dimension)).Value);

        (Yardstick Yardstick, ReferenceFacts? Facts) Without(string reason) =>
            (yardstick.Measures.Count > 0 ? yardstick with { Notes = [.. yardstick.Notes, reason] } : throw Nothing(reason), null);

        NotSupportedException Nothing(string reason) => new($"{problem.Name}: there is no data to judge by, and {reason}");
    }

    // One of an exact score takes a few multiplications for each number of each component.
    private static double LittleEvaluations(SamplingProblem problem) =>
        problem is { HasExactScore: true, Reference.Law: { } law } ? LittleWork / ((double)law.Dimension * law.Components.Count) : 0;

    private static PathSolver SolverOf<T>(SamplingProblem problem, ComparisonSettings settings, ISampling<T> runs, ReferenceRequest request)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (settings.OnPath)
        {
            return new BrownianPathSolver<T>(problem, runs, request);
        }

        // A guided score asks two models, of which one may know rows at one level alone.
        IScoreFunction<Tile<double>>? score = problem.HasExactScore || problem.RunsHere ? problem.Score<double>() : null;
        return score is IRowwiseScore<double> and not IComposedScore ? new AdaptiveFlowSolver<T>(problem, score, request) : new SteppedFlowSolver<T>(problem, runs, request);
    }

    private static string NoteOn(SamplingProblem problem, PathSolver solver, ReferenceFacts facts, int wanted)
    {
        string why = facts.ShareOfRuns > MostShare ? ", more than half for so few" : facts.Paths < wanted ? ", for which the paths are so few" : "";
        string cost = facts.ShareOfRuns > MostShare && facts.Evaluations <= LittleEvaluations(problem)
            ? $"with {facts.Evaluations / facts.Paths:N0} evaluations of the exact score a path"
            : $"for {facts.ShareOfRuns:P0} of the runs' evaluations{why}";
        return $"{solver.Facts.Head}: RMS distance to the ends of {solver.Paths} from the same noise, {facts.Paths} paths; its floor is these ends' own error. "
            + $"Computed by {facts.Method} {cost}."
            + (facts.ShareOfSmallest > MostError ? $" Their error is {facts.ShareOfSmallest:P0} of the smallest distance." : "");
    }
}
