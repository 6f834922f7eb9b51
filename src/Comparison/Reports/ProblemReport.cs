using ScoreSde.Comparison.Measures;
using ScoreSde.Metrics;

namespace ScoreSde.Comparison.Reports;

/// <summary>All that was found out about one problem; writers turn it into a table, JSON, CSV, a page.</summary>
/// <param name="Model">The problem's name.</param>
/// <param name="Process">The process's name.</param>
/// <param name="Schedule">The schedule's name.</param>
/// <param name="Grids">The names of the grid rules.</param>
/// <param name="Dtype">The element type: float or double.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Samples">Samples of each row.</param>
/// <param name="Dimension">Numbers in a sample.</param>
/// <param name="Measures">The measures.</param>
/// <param name="Floor">What real data gets by each of them.</param>
/// <param name="FloorNote">One line: what was measured against what for the floor.</param>
/// <param name="Notes">What columns mean that do not speak for themselves, a line each.</param>
/// <param name="Rows">The rows: budgets in the order asked for, in each the grids, in each the solvers; then the adaptive ones.</param>
/// <param name="IsWhole">Whether all runs are there; not where the work was stopped.</param>
public sealed record ProblemReport(
    string Model,
    string Process,
    string Schedule,
    IReadOnlyList<string> Grids,
    string Dtype,
    ulong Seed,
    int Samples,
    int Dimension,
    IReadOnlyList<MeasureFacts> Measures,
    IReadOnlyDictionary<string, MetricValue> Floor,
    string FloorNote,
    IReadOnlyList<string> Notes,
    IReadOnlyList<ComparisonRow> Rows,
    bool IsWhole)
{
    /// <summary>The name of the distance that sees every difference of laws.</summary>
    public const string SeesAll = "energyDistance";

    /// <summary>The ends by which paths were judged, and what they cost; null where none were.</summary>
    public ReferenceFacts? Reference { get; init; }

    /// <summary>In how many parts the samples were drawn; seconds are the sum over these, and all measures those of the whole.</summary>
    public int Parts { get; init; } = 1;

    /// <summary>Whether the rows are those tried on the way to the floor, and not one for each budget.</summary>
    public bool IsToFloor { get; init; }

    /// <summary>What the table says of a row's measure beside the others of its budget; nothing of a row that is alone, or was tried on the way to the floor.</summary>
    public Mark MarkOf(ComparisonRow row, MeasureFacts measure)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(measure);
        if (IsToFloor || row.Budget is null || measure.Goal == MeasureGoal.LikeFloor || !row.Metrics.ContainsKey(measure.Name))
        {
            return Mark.None;
        }

        Merit[] block = [.. Rows.Where(other => other.Budget == row.Budget && other.Metrics.ContainsKey(measure.Name)).Select(other => MeritOf(other, measure))];
        return block.Length == 1 ? Mark.None : MeritOf(row, measure).Among(block);
    }

    /// <summary>
    /// The measure that tells most: the distance to exact ends where all runs have it, since no chance blurs it, else the energy distance, which sees every
    /// difference of laws, else the first.
    /// </summary>
    public MeasureFacts Decisive
    {
        get
        {
            ComparisonRow[] judged = [.. Rows.Where(static row => row.Failure is null)];
            return Measures.LastOrDefault(measure => measure.OfPaths && Array.TrueForAll(judged, row => row.Metrics.ContainsKey(measure.Name)))
                ?? Measures.FirstOrDefault(static measure => measure.Name == SeesAll)
                ?? Measures[0];
        }
    }

    /// <summary>The name of a row's solver, with its grid where there are several.</summary>
    public string LabelOf(ComparisonRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return Grids.Count > 1 && row.Grid is { } grid ? $"{row.Solver} on {grid}" : row.Solver;
    }

    /// <summary>How far a row's value lies from the best there is.</summary>
    public Merit MeritOf(ComparisonRow row, MeasureFacts measure)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(measure);
        return Merit.Of(row.Metrics[measure.Name], measure.Goal, Floor[measure.Name]);
    }
}
