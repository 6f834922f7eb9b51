using ScoreSde.Comparison.Measures;
using ScoreSde.Metrics;

namespace ScoreSde.Comparison.Reports;

/// <summary>
/// What a report's decisive measure says, in sentences: who is best at which budget and by how much, ties called ties. Nothing inside
/// <see cref="Merit.Errors"/> standard errors is called better.
/// </summary>
public sealed class Verdict
{
    private const int MostNamed = 4;

    private readonly ProblemReport report;
    private readonly MeasureFacts measure;

    private Verdict(ProblemReport report)
    {
        this.report = report;
        measure = report.Decisive;
        Budgets = [.. report.Rows.Where(row => row.Budget is not null && Has(row)).GroupBy(static row => row.Budget!.Value).OrderBy(static block => block.Key).Select(Of)];
        Reaching = [.. report.Rows.Where(static row => row.Budget is not null).GroupBy(report.LabelOf).Select(FirstReached).OfType<ComparisonRow>().OrderBy(static row => row.Evaluations)];
    }

    /// <summary>Who is best at each budget, the least budget first.</summary>
    public IReadOnlyList<BudgetVerdict> Budgets { get; }

    /// <summary>Of each solver that gets there, the run from which on its samples are not told from real data; fewest evaluations first.</summary>
    public IReadOnlyList<ComparisonRow> Reaching { get; }

    /// <summary>What a report says.</summary>
    public static Verdict On(ProblemReport report) => new(report ?? throw new ArgumentNullException(nameof(report)));

    /// <summary>The one sentence that matters most.</summary>
    public string Closing => Budgets.Count == 0 ? Alone() : Reaching.Count > 0 ? Race() : report.IsToFloor ? NoRace() : Best(Budgets[^1]);

    /// <summary>Up to three sentences: the least budget, who reaches the floor first, the largest budget.</summary>
    public IReadOnlyList<string> Sentences => Budgets.Count == 0
        ? [Alone()]
        : report.IsToFloor ? [Reaching.Count > 0 ? Race() : NoRace()]
        : [.. new[] { Best(Budgets[0]), Reaching.Count > 0 ? Race() : NoRace(), Budgets.Count > 1 ? Best(Budgets[^1]) : null }.OfType<string>()];

    // Ends of paths are those of the model, whatever its data are.
    private string Reached => measure.OfPaths ? "not told from the ends themselves" : "not told from the data";

    private bool Has(ComparisonRow row) => row.Metrics.ContainsKey(measure.Name);

    private Merit MeritOf(ComparisonRow row) => report.MeritOf(row, measure);

    private BudgetVerdict Of(IGrouping<int, ComparisonRow> block)
    {
        ComparisonRow[] rows = [.. block.OrderBy(row => MeritOf(row).Distance)];
        Merit[] merits = [.. rows.Select(MeritOf)];
        ComparisonRow[] leaders = [.. rows.Where(row => MeritOf(row).IsLikeBestOf(merits))];
        return new(block.Key, leaders, rows.Except(leaders).FirstOrDefault(), leaders.All(row => MeritOf(row).Reached));
    }

    // The least budget from which on all are reached: one that is lucky and lost again does not count.
    private ComparisonRow? FirstReached(IEnumerable<ComparisonRow> runs)
    {
        ComparisonRow? first = null;
        foreach (ComparisonRow row in runs.OrderByDescending(static row => row.Budget))
        {
            if (!Has(row) || !MeritOf(row).Reached)
            {
                break;
            }

            first = row;
        }

        return first;
    }

    private string Best(BudgetVerdict at)
    {
        ComparisonRow best = at.Leaders[0];
        string value = $"{measure.Title} {ErrorBar.Spelled(best.Metrics[measure.Name])}";
        if (at.Next is null && at.Leaders.Count == 1)
        {
            return $"With {at.Budget} evaluations {report.LabelOf(best)} has {value}.";
        }

        string floor = at.Reached ? $"; {Reached}, {ErrorBar.Spelled(report.Floor[measure.Name])}" : "";
        return at.Leaders.Count > 1
            ? $"With {at.Budget} evaluations {(at.Next is null ? $"all {at.Leaders.Count} are tied" : $"{Names(at.Leaders)} are tied for best")} ({value} for {report.LabelOf(best)}{floor}){Margin(best, at.Next)}."
            : $"With {at.Budget} evaluations {report.LabelOf(best)} is best ({value}{floor}){Margin(best, at.Next)}.";
    }

    // By how much the next is worse, where the measure is a distance.
    private string Margin(ComparisonRow best, ComparisonRow? next)
    {
        if (next is null)
        {
            return "";
        }

        (Merit a, Merit b) = (MeritOf(best), MeritOf(next));
        if (measure.Goal != MeasureGoal.Low || a.Distance <= 0 || b.Distance <= 0)
        {
            return $"; {report.LabelOf(next)} follows";
        }

        double factor = b.Distance / a.Distance;
        return $"; {report.LabelOf(next)}, the next, is {ErrorBar.Spelled(new MetricValue(factor, factor * double.Hypot(a.Error / a.Distance, b.Error / b.Distance)))} times as far";
    }

    // Those that need as many evaluations are named together.
    private string Race()
    {
        IGrouping<double, ComparisonRow>[] groups = [.. Reaching.GroupBy(static row => row.Evaluations)];
        string later = string.Join(", ", groups.Skip(1).Take(MostNamed - 1).Select((group, i) => $"{Names([.. group])} {(i == 0 ? group.Count() == 1 ? "needs " : "need " : "")}{group.Key:0.#}"));
        string more = groups.Length > MostNamed ? $", {groups.Skip(MostNamed).Sum(static group => group.Count())} more than that" : "";
        string[] missing = [.. report.Rows.Where(static row => row.Budget is not null).Select(report.LabelOf).Distinct().Except(Reaching.Select(report.LabelOf))];
        string never = missing.Length == 0 ? "" : $"; {(missing.Length <= MostNamed ? Joined(missing) : $"{missing.Length} solvers")} {(missing.Length == 1 ? "does" : "do")} not get there";
        return $"{Names([.. groups[0]])} {(groups[0].Count() == 1 ? "is" : "are")} the first {Reached}, with {groups[0].Key:0.#} evaluations"
            + $"{(later.Length == 0 ? "" : $"; {later}{more}")}{never}.";
    }

    private string NoRace() => $"None comes within the noise of the floor, {ErrorBar.Spelled(report.Floor[measure.Name])}.";

    private string Alone() => report.Rows.Where(Has).MinBy(row => MeritOf(row).Distance) is { } best
        ? $"{report.LabelOf(best)} comes nearest: {measure.Title} {ErrorBar.Spelled(best.Metrics[measure.Name])} with {best.Evaluations:0.#} evaluations."
        : "All runs failed.";

    private string Names(IReadOnlyList<ComparisonRow> rows) => rows.Count <= MostNamed
        ? Joined([.. rows.Select(report.LabelOf)])
        : $"{Joined([.. rows.Take(2).Select(report.LabelOf), $"{rows.Count - 2} others"])}";

    private static string Joined(string[] words) => words.Length == 1 ? words[0] : $"{string.Join(", ", words.SkipLast(1))} and {words[^1]}";
}
