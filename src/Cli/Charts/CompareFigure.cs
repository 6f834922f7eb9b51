using System.Globalization;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Legends;
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

    /// <summary>Writes the SVG file of all models, with a legend.</summary>
    public static void Write(Stream stream, ComparisonReport report)
    {
        var exporter = new SvgExporter { Width = Width, Height = PanelHeight * report.Problems.Count, UseVerticalTextAlignmentWorkaround = true };
        PlotModel plot = Plot(report.Problems, CurvesOf(report.Problems), bySeconds: false, hasLegend: true);
        plot.Background = OxyColors.White;
        exporter.Export(plot, stream);
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
        var plot = new PlotModel { Culture = CultureInfo.InvariantCulture, PlotAreaBorderThickness = new OxyThickness(1, 0, 0, 1), DefaultFontSize = 13, PlotMargins = new OxyThickness(hasLegend ? 80 : 72, 10, hasLegend ? 24 : 14, 55) };
        if (hasLegend)
        {
            plot.Legends.Add(new Legend { LegendBackground = OxyColor.FromAColor(220, OxyColors.White), LegendPlacement = LegendPlacement.Inside, LegendPosition = LegendPosition.RightTop, LegendLineSpacing = 6, LegendSymbolLength = 24, LegendMargin = 8, LegendPadding = 40 });
        }

        plot.Axes.Add(new LogarithmicAxis
        {
            Position = AxisPosition.Bottom,
            Title = bySeconds ? "seconds of sampling" : "evaluations of the network for a sample (NFE)",
            MajorGridlineStyle = LineStyle.Solid,
            MajorGridlineColor = ChartStyle.Grid,
            AxisTitleDistance = 12,
            MinimumPadding = 0.04,
            MaximumPadding = 0.04,
        });
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
        plot.Axes.Add(new LogarithmicAxis
        {
            Position = AxisPosition.Left,
            Key = key,
            Title = plot.Legends.Count > 0 ? $"{report.Decisive.Title}, {Excerpt.Escaped(report.Model)}" : report.Decisive.Title,
            StartPosition = top - (1.0 / panels) + (panel < panels - 1 ? Gap / panels : 0),
            EndPosition = top,
            MajorGridlineStyle = LineStyle.Solid,
            MajorGridlineColor = ChartStyle.Grid,
            AxisTitleDistance = 20,
            MinimumPadding = 0.08,
            MaximumPadding = 0.02,
        });
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

            plot.Series.Add(new LineSeries
            {
                // The exporter takes text for narrower than it is drawn, and would cut it off.
                Title = panel == 0 ? $"{Excerpt.Escaped(curves[i])}\u2003\u2003" : null,
                YAxisKey = key,
                Color = ChartStyle.ColourOf(i),
                MarkerType = ChartStyle.MarkOf(i),
                MarkerFill = ChartStyle.ColourOf(i),
                MarkerSize = 4,
                StrokeThickness = 2,
                ItemsSource = own.Select(one => new DataPoint(Place(one.Row), one.Value.Value)).ToArray(),
            });
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
