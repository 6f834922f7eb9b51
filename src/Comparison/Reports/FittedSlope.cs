using ScoreSde.Comparison.Measures;
using ScoreSde.Metrics;

namespace ScoreSde.Comparison.Reports;

/// <summary>
/// The order at which a solver's error falls with its steps: minus the slope of ln(error) against ln(steps) by least squares over the last runs whose values are clear of
/// the floor.
/// </summary>
/// <param name="Order">The order.</param>
/// <param name="StandardError">What the values' standard errors make of it; of paths that all runs share, an upper bound.</param>
/// <param name="Runs">How many runs it was fitted through.</param>
public sealed record FittedSlope(double Order, double StandardError, int Runs)
{
    /// <summary>More would draw runs in that are too coarse for an order to show.</summary>
    private const int MostRuns = 3;

    /// <summary>
    /// A value must be so many times the floor, or the floor is part of it, and its error, unless it follows paths: these are the same in all runs, and so is what
    /// their choice makes of the values.
    /// </summary>
    private const double Clearance = 5;

    /// <summary>The order of a solver's rows; null where fewer than two are clear of the floor.</summary>
    /// <param name="report">What the rows are of.</param>
    /// <param name="rows">Runs of one solver on one grid.</param>
    /// <param name="measure">A distance.</param>
    public static FittedSlope? Of(ProblemReport report, IEnumerable<ComparisonRow> rows, MeasureFacts measure)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(measure);
        double floor = report.Floor[measure.Name].Value;
        (double X, double Y, double Error)[] points =
        [
            .. rows.Where(row => row.Budget is not null && row.Metrics.TryGetValue(measure.Name, out MetricValue value)
                    && value.Value > Clearance * (measure.OfPaths ? floor : Math.Max(floor, value.StandardError)))
                .OrderBy(static row => row.Steps)
                .Select(row => (Math.Log(row.Steps), Math.Log(row.Metrics[measure.Name].Value), row.Metrics[measure.Name].StandardError / row.Metrics[measure.Name].Value))
                .DistinctBy(static point => point.Item1)
                .TakeLast(MostRuns),
        ];
        if (points.Length < 2)
        {
            return null;
        }

        double mean = points.Average(static point => point.X);
        double spread = points.Sum(point => (point.X - mean) * (point.X - mean));
        double slope = points.Sum(point => (point.X - mean) * point.Y) / spread;
        double error = Math.Sqrt(points.Sum(point => (point.X - mean) * (point.X - mean) * point.Error * point.Error)) / spread;
        return new(-slope, error, points.Length);
    }
}
