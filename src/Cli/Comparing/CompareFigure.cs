using System.Globalization;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;
using ScoreSde.Comparison.Reports;
using ScoreSde.Metrics;

namespace ScoreSde.Cli.Comparing;

/// <summary>
/// A comparison as a picture: for each model a panel with the energy distance against the evaluations, one curve a solver, both logarithmic, and the
/// floor, what real data gets, as a line.
/// </summary>
internal static class CompareFigure
{
    private const string Quantity = "energyDistance";
    private const double Width = 820;
    private const double PanelHeight = 330;
    private const double Gap = 0.08;

    // Told apart in greyscale and by most colour-blind readers: Okabe and Ito 2008, black and two greys.
    private static readonly string[] Colours = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000", "#7f7f7f", "#b8a800"];

    private static readonly MarkerType[] Marks = [MarkerType.Circle, MarkerType.Square, MarkerType.Triangle, MarkerType.Diamond];

    /// <summary>Writes the SVG file, whole or not at all.</summary>
    public static void Write(Stream stream, ComparisonReport report)
    {
        var exporter = new SvgExporter { Width = Width, Height = PanelHeight * report.Problems.Count, UseVerticalTextAlignmentWorkaround = true };
        exporter.Export(Plot(report.Problems), stream);
    }

    private static PlotModel Plot(IReadOnlyList<ProblemReport> reports)
    {
        var plot = new PlotModel { Culture = CultureInfo.InvariantCulture, Background = OxyColors.White, PlotAreaBorderThickness = new OxyThickness(1, 0, 0, 1), DefaultFontSize = 13, PlotMargins = new OxyThickness(80, 10, 24, 55) };
        plot.Legends.Add(new Legend { LegendBackground = OxyColor.FromAColor(220, OxyColors.White), LegendPlacement = LegendPlacement.Inside, LegendPosition = LegendPosition.RightTop, LegendLineSpacing = 6, LegendSymbolLength = 24, LegendMargin = 8, LegendPadding = 40 });
        plot.Axes.Add(new LogarithmicAxis
        {
            Position = AxisPosition.Bottom,
            Title = "evaluations of the network for a sample (NFE)",
            MajorGridlineStyle = LineStyle.Solid,
            MajorGridlineColor = OxyColor.Parse("#dddddd"),
            AxisTitleDistance = 12,
        });
        string[] solvers = [.. reports.SelectMany(report => report.Rows).Select(row => row.Solver).Distinct()];
        for (int panel = 0; panel < reports.Count; panel++)
        {
            Add(plot, reports[panel], solvers, panel, reports.Count);
        }

        return plot;
    }

    private static void Add(PlotModel plot, ProblemReport report, string[] solvers, int panel, int panels)
    {
        string key = string.Create(CultureInfo.InvariantCulture, $"y{panel}");
        double top = 1 - ((double)panel / panels);
        plot.Axes.Add(new LogarithmicAxis
        {
            Position = AxisPosition.Left,
            Key = key,
            Title = $"energy distance, {report.Model}",
            StartPosition = top - (1.0 / panels) + (panel < panels - 1 ? Gap / panels : 0),
            EndPosition = top,
            MajorGridlineStyle = LineStyle.Solid,
            MajorGridlineColor = OxyColor.Parse("#dddddd"),
            AxisTitleDistance = 20,
            MinimumPadding = 0.08,
            MaximumPadding = 0.02,
        });
        for (int i = 0; i < solvers.Length; i++)
        {
            var curve = new LineSeries
            {
                // The exporter takes text for narrower than it is drawn, and would cut it off.
                Title = panel == 0 ? $"{solvers[i]}\u2003\u2003" : null,
                YAxisKey = key,
                Color = OxyColor.Parse(Colours[i % Colours.Length]),
                MarkerType = Marks[i % Marks.Length],
                MarkerFill = OxyColor.Parse(Colours[i % Colours.Length]),
                MarkerSize = 4,
                StrokeThickness = 2,
            };
            foreach (ComparisonRow row in report.Rows.Where(row => row.Solver == solvers[i]))
            {
                if (row.Metrics.TryGetValue(Quantity, out MetricValue value) && value.Value > 0)
                {
                    curve.Points.Add(new DataPoint(row.Evaluations, value.Value));
                }
            }

            plot.Series.Add(curve);
        }

        if (report.Floor.TryGetValue(Quantity, out MetricValue floor) && floor.Value > 0)
        {
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
}
