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
    /// <summary>Whether the row has the best value of a measure among the rows of its budget; never where there is none.</summary>
    public bool IsBest(CompareRow row, Measure measure)
    {
        if (row.Budget is null || measure.Goal == MeasureGoal.LikeFloor || !row.Metrics.ContainsKey(measure.Name))
        {
            return false;
        }

        return Rows.Where(other => other.Budget == row.Budget && other.Metrics.ContainsKey(measure.Name)).All(other => Badness(row, measure) <= Badness(other, measure));
    }

    private static double Badness(CompareRow row, Measure measure)
    {
        double value = row.Metrics[measure.Name].Value;
        return measure.Goal switch
        {
            MeasureGoal.High => -value,
            MeasureGoal.Zero => Math.Abs(value),
            _ => value,
        };
    }
}
