using ScoreSde.Comparison.Contestants;
using ScoreSde.Comparison.Measures;
using ScoreSde.Comparison.Problems;
using ScoreSde.Comparison.Reports;

namespace ScoreSde.Comparison;

/// <summary>
/// Finds for each solver on each grid the fewest evaluations at which its samples are not told from real data: steps are doubled until they are, then the gap is halved.
/// Two step counts more must confirm it, since near the floor chance decides; that still more are no worse is taken for granted.
/// </summary>
internal static class FloorSearch
{
    private const int Confirming = 2;

    /// <summary>Makes the runs; a solver's rows stand together, fewest evaluations first.</summary>
    /// <exception cref="NotSupportedException">No measure has a floor.</exception>
    public static void Run<T>(
        SamplingProblem problem, ComparisonSettings settings, Yardstick yardstick, TimedSampling<T> timed, List<ComparisonRow> rows, IProgress<ComparisonProgress>? progress)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        MeasureFacts measure = yardstick.Measures.Select(static one => one.Facts).FirstOrDefault(static facts => facts.Name == ProblemReport.SeesAll)
            ?? yardstick.Measures.Select(static one => one.Facts).FirstOrDefault(static facts => facts.Goal == MeasureGoal.Low)
            ?? throw new NotSupportedException($"{problem.Name}: there is no data that samples could come near to.");
        int pair = 0;
        int pairs = settings.Grids.Count * settings.Stepping.Count();
        foreach (GridChoice grid in settings.Grids)
        {
            foreach (SteppingContestant solver in settings.Stepping)
            {
                var tried = new SortedDictionary<int, ComparisonRow>();
                int most = ComparisonSettings.StepsOf(problem, solver, settings.Budgets.Max());
                try
                {
                    Search(most, Reached);
                }
                finally
                {
                    rows.AddRange(tried.Values);
                }

                pair++;

                bool Reached(int steps)
                {
                    int budget = problem.EvaluationsOfNetwork * ComparisonSettings.FactsOn(problem, solver).Evaluations(steps, endsAtZero: true);
                    progress?.Report(new ComparisonProgress(problem.Name, "", (double)pair / pairs, $"{solver.Name}, {(settings.Grids.Count > 1 ? $"grid {grid.Name}, " : "")}{budget} evaluations"));
                    ComparisonRow row = tried[steps] = timed.Run(new PlannedRun(solver, grid, budget), yardstick);
                    return row.Failure is null && Merit.Of(row.Metrics[measure.Name], measure.Goal, yardstick.Floor[measure.Name]).Reached;
                }
            }
        }
    }

    // Steps are doubled until they are enough; then the least number is looked for from which on all that were tried are, the next ones among them.
    private static void Search(int most, Func<int, bool> reached)
    {
        var known = new SortedDictionary<int, bool>();
        for (int steps = Math.Min(2, most); !Ask(steps); steps = (int)Math.Min(2L * steps, most))
        {
            if (steps == most)
            {
                return;
            }
        }

        while (Next() is { } next)
        {
            Ask(next);
        }

        bool Ask(int steps) => known[steps] = reached(steps);

        int? Next()
        {
            int low = known.Where(static one => !one.Value).Select(static one => one.Key).DefaultIfEmpty(0).Max();
            if (low == most)
            {
                return null;
            }

            int[] above = [.. known.Keys.Where(steps => steps > low)];
            return above.Length == 0 ? (int)Math.Min(2L * low, most)
                : above[0] - low > 1 ? (low + above[0]) / 2
                : Enumerable.Range(above[0] + 1, Confirming).Where(steps => steps <= most && !known.ContainsKey(steps)).Select(static steps => (int?)steps).FirstOrDefault();
        }
    }
}
