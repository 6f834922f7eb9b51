using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;
using ScoreSde.Cli.Charts;
using ScoreSde.Comparison.Measures;
using ScoreSde.Comparison.Reports;
using ScoreSde.Metrics;

namespace ScoreSde.Tests.Charts;

/// <summary>What a comparison's chart shows of runs and of the floor, and where its panels lie.</summary>
[Trait("Category", "Once")]
public sealed class CompareChartTests
{
    /// <summary>A floor thirty times below all that is shown would press the curves together, and one that is not positive has no place.</summary>
    [Theory]
    [InlineData(1, 30, true)]
    [InlineData(1, 30.1, false)]
    [InlineData(1, 0.5, true)]
    [InlineData(0, 30, false)]
    [InlineData(-1, 30, false)]
    public void A_floor_is_shown_unless_it_lies_far_below(double floor, double least, bool isShown)
    {
        PlotModel plot = CompareFigure.Plot([Report("m", new(floor, 0), [Run("a", 5, 100 * least, 0), Run("a", 9, least, 0)])], ["a"], bySeconds: false, hasLegend: false);
        Assert.Equal(isShown ? 2 : 0, plot.Annotations.Count);
    }

    [Fact]
    public void No_floor_is_shown_where_none_is_known_or_nothing_else_is_shown()
    {
        ProblemReport none = Report("m", new(1, 0), []);
        Assert.Empty(CompareFigure.Plot([none], [], bySeconds: false, hasLegend: false).Annotations);
        ProblemReport unknown = Report("m", new(1, 0), [Run("a", 5, 2, 0)]) with { Floor = new Dictionary<string, MetricValue>() };
        Assert.Empty(CompareFigure.Plot([unknown], ["a"], bySeconds: false, hasLegend: false).Annotations);
    }

    /// <summary>An error that reaches below 0.3 of the floor is cut there.</summary>
    [Theory]
    [InlineData(0.5, 1.5, 2.5)]
    [InlineData(1.9, 0.6, 3.9)]
    public void The_floor_has_a_band_of_its_error(double error, double low, double high)
    {
        PlotModel plot = CompareFigure.Plot([Report("m", new(2, error), [Run("a", 5, 3, 0)])], ["a"], bySeconds: false, hasLegend: false);
        RectangleAnnotation band = Assert.Single(plot.Annotations.OfType<RectangleAnnotation>());
        Assert.Equal((low, high, "y0", AnnotationLayer.BelowSeries), (band.MinimumY, band.MaximumY, band.YAxisKey, band.Layer));
        LineAnnotation line = Assert.Single(plot.Annotations.OfType<LineAnnotation>());
        Assert.Equal((LineAnnotationType.Horizontal, 2, "y0", "floor", LineStyle.Dash, 0.01), (line.Type, line.Y, line.YAxisKey, line.Text, line.LineStyle, line.TextLinePosition));
        Assert.Equal((HorizontalAlignment.Left, VerticalAlignment.Bottom), (line.TextHorizontalAlignment, line.TextVerticalAlignment));
    }

    [Fact]
    public void Runs_have_their_errors_and_those_without_a_place_are_left_out()
    {
        ProblemReport report = Report("m", new(1, 0), [Run("a", 5, 4, 1), Run("a", 9, 2, 1.9), Run("a", 20, 1, 0), Run("a", 30, 0, 1), Run("a", 40, -1, 1), Run("b", 0, 3, 1), Failed("b", 7), Run("b", 6, 3, 0)]);
        PlotModel plot = CompareFigure.Plot([report], ["b", "a"], bySeconds: false, hasLegend: false);
        LineSeries[] lines = [.. plot.Series.Cast<LineSeries>()];
        Assert.Equal(4, lines.Length);
        Assert.Equal([new(6, 3)], Points(lines[0]));
        Assert.Equal([new(5, 3), new(5, 5)], Points(lines[1]));
        Assert.Equal([new(9, 0.6), new(9, 3.9)], Points(lines[2]));
        Assert.Equal([new(5, 4), new(9, 2), new(20, 1)], Points(lines[3]));
        Assert.Equal([2.0, 1, 1, 2], lines.Select(static line => line.StrokeThickness));
        OxyColor second = OxyColor.Parse("#d55e00");
        Assert.Equal([OxyColor.Parse("#0072b2"), second, second, second], lines.Select(static line => line.Color));
        Assert.All(lines, static line => Assert.Equal("y0", line.YAxisKey));
        Assert.Equal(["b", "a"], new[] { lines[0], lines[3] }.Select(static line => line.Title.TrimEnd('\u2003')));

        // Each run took a quarter of a second for an evaluation.
        PlotModel timed = CompareFigure.Plot([report], ["a"], bySeconds: true, hasLegend: false);
        Assert.Equal([new(1.25, 4), new(2.25, 2), new(5, 1)], Points((LineSeries)timed.Series[^1]));
        Assert.Equal([new(1.25, 3), new(1.25, 5)], Points((LineSeries)timed.Series[0]));
        Assert.Equal("seconds of sampling", timed.Axes[0].Title);
        Assert.Equal("evaluations of the network for a sample (NFE)", plot.Axes[0].Title);
    }

    /// <summary>Panels are of one height from the top down, and between two of them are eight hundredths of that.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Panels_lie_one_below_the_other(int panels)
    {
        ProblemReport[] reports = [.. Enumerable.Range(0, panels).Select(static i => Report($"m{i}", new(1, 0.1), [Run("a", 5, 2, 0.1)]))];
        PlotModel plot = CompareFigure.Plot(reports, ["a"], bySeconds: false, hasLegend: true);
        Axis[] axes = [.. plot.Axes.Skip(1)];
        Assert.Equal(panels, axes.Length);
        for (int i = 0; i < panels; i++)
        {
            Assert.Equal($"y{i}", axes[i].Key);
            Assert.Equal($"energy distance, m{i}", axes[i].Title);
            Assert.Equal(1 - ((double)i / panels), axes[i].EndPosition, 1e-12);
            Assert.Equal(i == panels - 1 ? 0 : (panels - i - 0.92) / panels, axes[i].StartPosition, 1e-12);
            LineSeries[] own = [.. plot.Series.Cast<LineSeries>().Where(line => line.YAxisKey == $"y{i}")];
            Assert.Equal(2, own.Length);
            Assert.Equal(i == 0 ? "a\u2003\u2003" : null, own[1].Title);
            Assert.Equal(2, plot.Annotations.Count(annotation => annotation.YAxisKey == $"y{i}"));
        }

        Assert.Equal("energy distance", CompareFigure.Plot(reports, ["a"], bySeconds: false, hasLegend: false).Axes[1].Title);
    }

    [Fact]
    public void Curves_are_named_once_in_the_order_in_which_they_come() => Assert.Equal(
        ["b", "a", "c"],
        CompareFigure.CurvesOf([Report("m", new(1, 0), [Run("b", 5, 2, 0), Run("a", 5, 2, 0), Run("b", 9, 2, 0)]), Report("n", new(1, 0), [Run("c", 5, 2, 0), Run("a", 5, 2, 0)])]));

    private static DataPoint[] Points(LineSeries series) => [.. (IEnumerable<DataPoint>)series.ItemsSource];

    private static ComparisonRow Run(string solver, int evaluations, double value, double error) =>
        new(solver, null, evaluations, evaluations, evaluations, 0.25 * evaluations, 10, new Dictionary<string, MetricValue> { ["energyDistance"] = new(value, error) });

    private static ComparisonRow Failed(string solver, int evaluations) =>
        new(solver, null, evaluations, evaluations, evaluations, 1, 10, new Dictionary<string, MetricValue>(), "It failed.");

    private static ProblemReport Report(string name, MetricValue floor, ComparisonRow[] rows) => new(
        name, "vp", "linear", ["balanced"], "float", 0, 10, 2, [new("energyDistance", "energy", MeasureGoal.Low) { Title = "energy distance" }],
        new Dictionary<string, MetricValue> { ["energyDistance"] = floor }, "", [], rows, IsWhole: true);
}
