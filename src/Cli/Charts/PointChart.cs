using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace ScoreSde.Cli.Charts;

/// <summary>Points against a logarithmic axis.</summary>
internal static class PointChart
{
    /// <summary>Points over an even axis; those that are not positive and finite have no place.</summary>
    /// <param name="across">What runs across.</param>
    /// <param name="up">What runs up, by powers.</param>
    /// <param name="sets">Sets of points, each of its own colour and mark.</param>
    public static PlotModel Plot(string across, string up, params IEnumerable<IEnumerable<(double X, double Y)>> sets)
    {
        PlotModel plot = ChartFrame.Empty(hasLegend: false);
        plot.PlotMargins = new OxyThickness(86, 10, 14, 55);
        plot.Axes.Add(ChartFrame.Even(AxisPosition.Bottom, across));
        LogarithmicAxis axis = ChartFrame.Powers(AxisPosition.Left, up);
        axis.AxisTitleDistance = 30;
        plot.Axes.Add(axis);
        foreach (IEnumerable<(double X, double Y)> set in sets)
        {
            plot.Series.Add(Points(plot.Series.Count, set.Where(static point => double.IsFinite(point.X) && point.Y is > 0 and < double.PositiveInfinity)));
        }

        return plot;
    }

    /// <summary>Points of a colour and a mark, without a line.</summary>
    /// <param name="number">Which colour and mark.</param>
    /// <param name="points">Where.</param>
    public static LineSeries Points(int number, IEnumerable<(double X, double Y)> points) => new()
    {
        LineStyle = LineStyle.None,
        MarkerType = ChartStyle.MarkOf(number),
        MarkerFill = ChartStyle.ColourOf(number),
        MarkerSize = 3,
        ItemsSource = points.Select(static point => new DataPoint(point.X, point.Y)).ToArray(),
    };
}
