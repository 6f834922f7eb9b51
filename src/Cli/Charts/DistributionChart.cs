using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;
using ScoreSde.Images;

namespace ScoreSde.Cli.Charts;

/// <summary>Numbers as a histogram of area 1, with a density over it.</summary>
internal static class DistributionChart
{
    private const double Width = 640;
    private const double Height = 400;

    /// <summary>Writes it as SVG.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="heights">The heights of bars of one width.</param>
    /// <param name="across">Where they begin and end.</param>
    /// <param name="density">The density at the middles of equal parts of the axis; empty for none.</param>
    public static void Write(Stream stream, double[] heights, PlotRange across, double[] density)
    {
        PlotModel plot = ChartFrame.Empty(hasLegend: false);
        LinearAxis up = ChartFrame.Even(AxisPosition.Left, "density");
        (up.Minimum, up.MaximumPadding) = (0, 0.05);
        plot.Axes.Add(RangedAxis.Of(AxisPosition.Bottom, "x0", across));
        plot.Axes.Add(up);
        double bar = across.Length / heights.Length;
        var bars = new RectangleBarSeries { FillColor = OxyColor.FromRgb(240, 178, 128), StrokeThickness = 0 };
        for (int i = 0; i < heights.Length; i++)
        {
            bars.Items.Add(new RectangleBarItem(across.Low + (i * bar), 0, across.Low + ((i + 1) * bar), heights[i]));
        }

        plot.Series.Add(bars);
        double step = across.Length / Math.Max(1, density.Length);
        plot.Series.Add(new LineSeries
        {
            Color = ChartStyle.ColourOf(0),
            StrokeThickness = 2,
            ItemsSource = density.Select((value, i) => new DataPoint(across.Low + ((i + 0.5) * step), value)).ToArray(),
        });
        ChartFrame.Write(stream, plot, Width, Height);
    }
}
