using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;

namespace ScoreSde.Cli.Charts;

/// <summary>Curves with marks on two logarithmic axes.</summary>
internal static class LogLogChart
{
    private const double Width = 720;
    private const double Height = 480;

    /// <summary>Writes the SVG file. Points that are not positive and finite have no place and are left out.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="title">Above the axes.</param>
    /// <param name="across">What runs across.</param>
    /// <param name="up">What runs up.</param>
    /// <param name="curves">The curves with their names.</param>
    public static void Write(Stream stream, string title, string across, string up, IEnumerable<(string Name, IEnumerable<(double X, double Y)> Points)> curves)
    {
        PlotModel plot = ChartFrame.Empty(hasLegend: true);
        plot.Title = title;
        plot.TitleFontSize = 16;
        plot.TitleFontWeight = FontWeights.Normal;

        // What errors and levels do is fall, so that this corner is free.
        LegendBase legend = plot.Legends[0];
        (legend.LegendPlacement, legend.LegendPosition, legend.LegendPadding) = (LegendPlacement.Inside, LegendPosition.LeftBottom, 44);
        plot.Axes.Add(ChartFrame.Powers(AxisPosition.Bottom, across));
        plot.Axes.Add(ChartFrame.Powers(AxisPosition.Left, up));
        foreach ((string name, IEnumerable<(double X, double Y)> points) in curves)
        {
            plot.Series.Add(ChartFrame.Curve(
                plot.Series.Count,
                name,
                [.. points.Where(static point => point is { X: > 0 and < double.PositiveInfinity, Y: > 0 and < double.PositiveInfinity }).Select(static point => new DataPoint(point.X, point.Y))]));
        }

        ChartFrame.Write(stream, plot, Width, Height);
    }
}
