using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using ScoreSde.Cli.Charts;
using ScoreSde.Verification.Laws;
using ScoreSde.Verification.Runs;

namespace ScoreSde.Cli.Verifying;

/// <summary>What laws allow, and how much of it was seen: a row for each room, a point for each law.</summary>
internal static class VerifyChart
{
    private const double Least = 1e-6;
    private const double Most = 100;
    private const int Passed = 2;
    private const int Failed = 1;
    private const int Undecided = 4;

    /// <summary>
    /// What was seen of what is allowed; more than 1 fails: the deviation over the tolerance, of a bound the figure over the bound or the bound over the figure.
    /// Infinity where nothing is allowed and something was seen.
    /// </summary>
    public static double ShareOf(Measurement worst) => worst switch
    {
        { Undecided: not null } => 0,
        { Relation: Relation.AtMost, Measured: >= 0 } when worst.Expected + worst.Tolerance > 0 => worst.Measured / (worst.Expected + worst.Tolerance),
        { Relation: Relation.AtLeast, Measured: > 0 } when worst.Expected - worst.Tolerance > 0 => (worst.Expected - worst.Tolerance) / worst.Measured,
        _ => worst.Excess,
    };

    /// <summary>The chart.</summary>
    /// <param name="rooms">The rooms with their records, from the top.</param>
    public static PlotModel Plot(IReadOnlyList<(string Room, PropertyRecord[] Records)> rooms)
    {
        PlotModel plot = ChartFrame.Empty(hasLegend: false);
        plot.PlotMargins = new OxyThickness(92, 6, 14, 55);
        LogarithmicAxis axis = ChartFrame.Powers(AxisPosition.Bottom, "seen of what is allowed, more than 1 fails");
        (axis.Minimum, axis.Maximum) = (Least / 2, Most * 2);
        plot.Axes.Add(axis);
        var names = new CategoryAxis { Position = AxisPosition.Left, StartPosition = 1, EndPosition = 0, MajorGridlineStyle = LineStyle.Solid, MajorGridlineColor = ChartStyle.Grid, IsTickCentered = true, GapWidth = 0 };
        names.Labels.AddRange(rooms.Select(static room => room.Room));
        plot.Axes.Add(names);
        plot.Annotations.Add(new LineAnnotation { Type = LineAnnotationType.Vertical, X = 1, Color = OxyColors.Black, LineStyle = LineStyle.Dash });
        foreach ((Verdict verdict, int colour) in new[] { (Verdict.Passed, Passed), (Verdict.Undecided, Undecided), (Verdict.Failed, Failed) })
        {
            plot.Series.Add(PointChart.Points(colour, rooms.SelectMany((room, i) => room.Records
                .Where(record => record.Result.Verdict == verdict && record.Result.Worst is not null)
                .Select(record => (Math.Clamp(ShareOf(record.Result.Worst!.Value), Least, Most), (double)i)))));
        }

        return plot;
    }
}
