using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;
using ScoreSde.Comparison.Reports;
using ScoreSde.Data;
using ScoreSde.Metrics;

namespace ScoreSde.Cli.Charts;

/// <summary>
/// A comparison as a work–precision chart: for each model a panel with the decisive measure and its standard errors against the evaluations or the seconds, one curve a
/// solver, both logarithmic, and the floor with its error as a band.
/// </summary>
internal static class CompareFigure
{
    private const double Width = 820;
    private const double PanelHeight = 330;
    private const double Gap = 0.08;

    /// <summary>Writes the SVG or PNG file of all models, with a legend.</summary>
    public static void Write(Stream stream, ComparisonReport report, string file)
    {
        PlotModel plot = Plot(report.Problems, CurvesOf(report.Problems), bySeconds: false, hasLegend: true);
        ChartFrame.Write(stream, plot, Width, PanelHeight * report.Problems.Count, file);
    }

    /// <summary>The names of the curves, in the order of their colours.</summary>
    public static string[] CurvesOf(IReadOnlyList<ProblemReport> reports) => [.. reports.SelectMany(static report => report.Rows.Select(report.LabelOf)).Distinct()];

    /// <summary>The chart.</summary>
    /// <param name="reports">A panel for each.</param>
    /// <param name="curves">The names of the curves.</param>
    /// <param name="bySeconds">Whether the seconds run across, or the evaluations.</param>
    /// <param name="hasLegend">Whether the chart names its curves itself.</param>
    public static PlotModel Plot(IReadOnlyList<ProblemReport> reports, string[] curves, bool bySeconds, bool hasLegend)
    {
        PlotModel plot = ChartFrame.Empty(hasLegend);
        plot.Axes.Add(ChartFrame.Powers(AxisPosition.Bottom, bySeconds ? "seconds of sampling" : "evaluations of the network for a sample (NFE)"));
        for (int panel = 0; panel < reports.Count; panel++)
        {
            Add(plot, reports[panel], curves, bySeconds, panel, reports.Count);
        }

        return plot;
    }

    private static void Add(PlotModel plot, ProblemReport report, string[] curves, bool bySeconds, int panel, int panels)
    {
        string key = $"y{panel}";
        double top = 1 - ((double)panel / panels);
        (ComparisonRow Row, MetricValue Value)[] shown =
        [
            .. report.Rows.Where(row => row.Evaluations > 0 && row.Metrics.TryGetValue(report.Decisive.Name, out MetricValue value) && value.Value > 0)
                .Select(row => (row, row.Metrics[report.Decisive.Name])),
        ];
        LogarithmicAxis axis = ChartFrame.Powers(AxisPosition.Left, plot.Legends.Count > 0 ? $"{report.Decisive.Title}, {Excerpt.Escaped(report.Model)}" : report.Decisive.Title);
        (axis.Key, axis.StartPosition, axis.EndPosition) = (key, top - (1.0 / panels) + (panel < panels - 1 ? Gap / panels : 0), top);
        plot.Axes.Add(axis);
        AddFloor(plot, report, key, shown);
        for (int i = 0; i < curves.Length; i++)
        {
            (ComparisonRow Row, MetricValue Value)[] own = [.. shown.Where(one => report.LabelOf(one.Row) == curves[i])];
            foreach ((ComparisonRow row, MetricValue value) in own.Where(static one => one.Value.StandardError > 0))
            {
                // What lies below zero on a logarithmic axis: cut where it would leave the chart.
                double low = Math.Max(value.Value - value.StandardError, 0.3 * value.Value);
                plot.Series.Add(new LineSeries
                {
                    YAxisKey = key,
                    Color = ChartStyle.ColourOf(i),
                    StrokeThickness = 1,
                    ItemsSource = new DataPoint[] { new(Place(row), low), new(Place(row), value.Value + value.StandardError) },
                });
            }

            LineSeries curve = ChartFrame.Curve(i, panel == 0 ? curves[i] : null, [.. own.Select(one => new DataPoint(Place(one.Row), one.Value.Value))]);
            curve.YAxisKey = key;
            plot.Series.Add(curve);
        }

        double Place(ComparisonRow row) => bySeconds ? row.Seconds : row.Evaluations;
    }

    // Where the floor lies far below all that is shown, it is left out: it would press the curves together.
    private static void AddFloor(PlotModel plot, ProblemReport report, string key, (ComparisonRow Row, MetricValue Value)[] shown)
    {
        const double Far = 30;
        if (!report.Floor.TryGetValue(report.Decisive.Name, out MetricValue floor) || floor.Value <= 0 || shown.Length == 0 || floor.Value * Far < shown.Min(static one => one.Value.Value))
        {
            return;
        }

        plot.Annotations.Add(new RectangleAnnotation
        {
            YAxisKey = key,
            Layer = AnnotationLayer.BelowSeries,
            Fill = ChartStyle.Band,
            MinimumY = Math.Max(floor.Value - floor.StandardError, 0.3 * floor.Value),
            MaximumY = floor.Value + floor.StandardError,
        });
        plot.Annotations.Add(new LineAnnotation
        {
            Type = LineAnnotationType.Horizontal,
            Y = floor.Value,
            YAxisKey = key,
            Color = OxyColors.Black,
            LineStyle = LineStyle.Dash,
            Text = "floor",
            TextHorizontalAlignment = HorizontalAlignment.Left,
            TextVerticalAlignment = VerticalAlignment.Bottom,
            TextLinePosition = 0.01,
        });
    }
}
