using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;
using ScoreSde.Images;

namespace ScoreSde.Cli.Charts;

/// <summary>Points of the plane over a picture of a density, with axes.</summary>
internal static class ScatterChart
{
    private const double Side = 560;

    /// <summary>Writes it as SVG.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="points">[n, 2].</param>
    /// <param name="across">The first axis.</param>
    /// <param name="up">The second.</param>
    /// <param name="density">A PNG picture of what lies beneath, which fills the axes; null for nothing.</param>
    public static void Write(Stream stream, double[] points, PlotRange across, PlotRange up, byte[]? density)
    {
        PlotModel plot = ChartFrame.Empty(hasLegend: false);
        plot.PlotMargins = new OxyThickness(RangedAxis.Margin(up), 10, 24, 55);
        plot.Axes.Add(RangedAxis.Of(AxisPosition.Bottom, "x0", across));
        plot.Axes.Add(RangedAxis.Of(AxisPosition.Left, "x1", up));
        if (density is not null)
        {
            plot.Annotations.Add(new ImageAnnotation
            {
                ImageSource = new OxyImage(density),
                X = new PlotLength(across.Low, PlotLengthUnit.Data),
                Y = new PlotLength(up.Low, PlotLengthUnit.Data),
                Width = new PlotLength(across.High - across.Low, PlotLengthUnit.Data),
                Height = new PlotLength(up.High - up.Low, PlotLengthUnit.Data),
                HorizontalAlignment = HorizontalAlignment.Left,
                VerticalAlignment = VerticalAlignment.Bottom,
                Layer = AnnotationLayer.BelowAxes,
            });
        }

        plot.Series.Add(new ScatterSeries
        {
            MarkerType = MarkerType.Circle,
            MarkerSize = 2,
            MarkerFill = OxyColor.FromAColor(190, ChartStyle.ColourOf(1)),
            ItemsSource = points.Chunk(2).Select(static point => new ScatterPoint(point[0], point[1])).ToArray(),
        });
        ChartFrame.Write(stream, plot, Side, Side);
    }
}
