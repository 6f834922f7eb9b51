using ScoreSde.Comparison;
using ScoreSde.Comparison.Contestants;
using ScoreSde.Comparison.Problems;
using ScoreSde.Comparison.Reports;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;

namespace ScoreSde.Tests;

/// <summary>Samples that are drawn apart from their judging: those of one run, whichever part of it they are drawn in.</summary>
public sealed class DrawnRunsTests
{
    private static readonly ExactProblem Ring = new("ring", GaussianMixture.Ring(), new VariancePreserving(new LinearSchedule(0.1, 20)));

    private static readonly ComparisonSettings Settings = new()
    {
        Contestants = Contestant.Of(new Heun(), new EulerMaruyama()),
        Budgets = [3, 9],
        Samples = 20,
        Seed = 5,
        KeptNumbers = 40,
        FollowsPaths = false,
    };

    [Fact]
    public void Parts_are_drawn_with_the_bits_of_the_whole()
    {
        IReadOnlyList<ComparisonRow> rows = ComparisonRun.Execute([Ring], Settings).Problems[0].Rows;
        List<(int Place, ComparisonRow Row, float[] Values)> first = Drawn(0, 13);
        List<(int Place, ComparisonRow Row, float[] Values)> second = Drawn(13, 7);
        Assert.Equal(Enumerable.Range(0, Settings.Runs), first.Select(static run => run.Place));
        Assert.Equal(Enumerable.Range(0, Settings.Runs), second.Select(static run => run.Place));
        for (int run = 0; run < rows.Count; run++)
        {
            Assert.Equal((rows[run].Solver, rows[run].Budget, rows[run].Steps), (first[run].Row.Solver, first[run].Row.Budget, first[run].Row.Steps));
            Assert.Equal(rows[run].Evaluations, second[run].Row.Evaluations);
            float[] joined = [.. first[run].Values, .. second[run].Values];
            Assert.Equal(rows[run].Kept.ToArray(), joined);
        }
    }

    /// <summary>Drawn before and judged after, every run has the figures that it has in one go.</summary>
    [Fact]
    public void What_was_drawn_is_judged_as_in_one_go()
    {
        IReadOnlyList<ComparisonRow> rows = ComparisonRun.Execute([Ring], Settings).Problems[0].Rows;
        List<(int Place, ComparisonRow Row, float[] Values)> drawn = Drawn(0, 20);
        IReadOnlyList<ComparisonRow> judged = ComparisonRun.On<float>(Ring, Settings with { Drawn = new Kept([.. drawn.Select(static run => new DrawnRun(run.Row, run.Values))]) })!.Rows;
        Assert.Equal(4, judged.Count);
        Assert.Equal(1, ComparisonRun.On<float>(Ring, Settings)!.Parts);
        Assert.Equal(3, ComparisonRun.On<float>(Ring, Settings with { Drawn = new Kept([.. drawn.Select(static run => new DrawnRun(run.Row, run.Values))], parts: 3) })!.Parts);
        Assert.Equal(
            rows.Select(static row => (row.Solver, row.Budget, row.Metrics["energyDistance"], row.Kept.Length)), judged.Select(static row => (row.Solver, row.Budget, row.Metrics["energyDistance"], row.Kept.Length)));
    }

    [Fact]
    public void Where_nothing_is_known_yet_a_stopped_run_has_no_report()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.Null(ComparisonRun.On<float>(Ring, Settings, cancellation: stop.Token));
    }

    [Fact]
    public void What_cannot_be_drawn_is_refused_by_name()
    {
        static void Take(int place, ComparisonRow row, float[] values) => Assert.Fail("Nothing is to be drawn.");
        (string Name, Action Call)[] calls =
        [
            ("problem", static () => ComparisonRun.Draw<float>(null!, Settings, 0, 1, Take)),
            ("settings", static () => ComparisonRun.Draw<float>(Ring, null!, 0, 1, Take)),
            ("settings", static () => ComparisonRun.Draw<float>(Ring, Settings with { ToFloor = true }, 0, 1, Take)),
            ("take", static () => ComparisonRun.Draw<float>(Ring, Settings, 0, 1, null!)),
            ("firstSample", static () => ComparisonRun.Draw<float>(Ring, Settings, -1, 1, Take)),
            ("count", static () => ComparisonRun.Draw<float>(Ring, Settings, 0, 0, Take)),
            ("count", static () => ComparisonRun.Draw<float>(Ring, Settings, 0, -1, Take)),
        ];
        Assert.All(calls, static call => Assert.Equal(call.Name, Assert.ThrowsAny<ArgumentException>(call.Call).ParamName));
    }

    private sealed class Kept(DrawnRun[] runs, int parts = 1) : IDrawnRuns
    {
        public int Parts => parts;

        public DrawnRun Run(int index) => runs[index];
    }

    private static List<(int Place, ComparisonRow Row, float[] Values)> Drawn(long firstSample, int count)
    {
        var runs = new List<(int, ComparisonRow, float[])>();
        ComparisonRun.Draw<float>(Ring, Settings, firstSample, count, (place, row, values) => runs.Add((place, row, values)));
        return runs;
    }
}
