using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace ScoreSde.Cli.Charts;

/// <summary>The loss of a training run against its steps: of single batches thin, its moving average thick, and the least that it can be where that is known.</summary>
internal static class LossChart
{
    private const double Width = 820;
    private const double Height = 400;

    // A fall that a linear axis would press together.
    private const double Decades = 10;

    /// <summary>Writes it as SVG or PNG.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="single">The losses of batches by their steps.</param>
    /// <param name="smoothed">Their moving average.</param>
    /// <param name="least">The least possible loss; null where it is not known.</param>
    /// <param name="file">The file's name, whose ending says which.</param>
    public static void Write(Stream stream, IReadOnlyList<(double Step, double Loss)> single, IReadOnlyList<(double Step, double Loss)> smoothed, double? least, string file)
    {
        double last = Math.Max(1, smoothed.Select(static point => point.Step).DefaultIfEmpty().Max());
        PlotModel plot = ChartFrame.Empty(hasLegend: true);
        LinearAxis across = ChartFrame.Even(AxisPosition.Bottom, "step");
        (across.Minimum, across.Maximum) = (0, last);
        plot.Axes.Add(across);
        plot.Axes.Add(IsLogarithmic(smoothed, least) ? ChartFrame.Powers(AxisPosition.Left, "loss") : ChartFrame.Even(AxisPosition.Left, "loss"));
        Add(plot, "loss of a batch", OxyColor.FromAColor(110, ChartStyle.ColourOf(0)), 0.7, LineStyle.Solid, single);
        Add(plot, "moving average", ChartStyle.ColourOf(0), 2.5, LineStyle.Solid, smoothed);
        if (least is { } floor)
        {
            Add(plot, $"least possible, {floor:G4}", OxyColors.Black, 1.5, LineStyle.Dash, [(0, floor), (last, floor)]);
        }

        ChartFrame.Write(stream, plot, Width, Height, file);
    }

    private static bool IsLogarithmic(IReadOnlyList<(double Step, double Loss)> smoothed, double? least)
    {
        double lowest = Math.Min(smoothed.Select(static point => point.Loss).DefaultIfEmpty(1).Min(), least ?? double.PositiveInfinity);
        return lowest > 0 && smoothed.Select(static point => point.Loss).DefaultIfEmpty(1).Max() > Decades * lowest;
    }

    // The exporter takes text for narrower than it is drawn, and would cut it off.
    private static void Add(PlotModel plot, string title, OxyColor colour, double thickness, LineStyle style, IReadOnlyList<(double Step, double Loss)> points) => plot.Series.Add(new LineSeries
    {
        Title = $"{title}\u2003\u2003",
        Color = colour,
        StrokeThickness = thickness,
        LineStyle = style,
        LineJoin = LineJoin.Round,
        ItemsSource = points.Where(static point => double.IsFinite(point.Loss)).Select(static point => new DataPoint(point.Step, point.Loss)).ToArray(),
    });
}
