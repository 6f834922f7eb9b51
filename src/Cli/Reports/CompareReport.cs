using ScoreSde.Cli.Runs;

namespace ScoreSde.Cli.Reports;

/// <summary>All that was found out about one model; writers turn it into a table, JSON and CSV.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Process">The process's name.</param>
/// <param name="Schedule">The schedule's name.</param>
/// <param name="Grid">The grid rule's name.</param>
/// <param name="Dtype">The element type's name.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Samples">Samples of each row.</param>
/// <param name="Yardstick">The measures and what real data gets by them.</param>
/// <param name="Rows">The rows: budgets in the order asked for, in each the solvers in the order asked for; then the adaptive ones.</param>
internal sealed record CompareReport(
    string Model,
    string Process,
    string Schedule,
    string Grid,
    string Dtype,
    ulong Seed,
    int Samples,
    Yardstick Yardstick,
    IReadOnlyList<CompareRow> Rows)
{
    /// <summary>What the table says of a row's measure beside the others of its budget; nothing of a row that is alone.</summary>
    public Mark MarkOf(CompareRow row, Measure measure)
    {
        if (row.Budget is null || measure.Goal == MeasureGoal.LikeFloor || !row.Metrics.ContainsKey(measure.Name))
        {
            return Mark.None;
        }

        Merit[] block = [.. Rows.Where(other => other.Budget == row.Budget && other.Metrics.ContainsKey(measure.Name)).Select(other => MeritOf(other, measure))];
        return block.Length == 1 ? Mark.None : MeritOf(row, measure).Among(block);
    }

    private Merit MeritOf(CompareRow row, Measure measure) => Merit.Of(row.Metrics[measure.Name], measure.Goal, Yardstick.Floor[measure.Name]);
}
