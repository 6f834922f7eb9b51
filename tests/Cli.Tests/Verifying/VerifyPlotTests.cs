using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;
using ScoreSde.Cli.Charts;
using ScoreSde.Cli.Verifying;
using ScoreSde.Verification.Laws;
using ScoreSde.Verification.Runs;

namespace ScoreSde.Tests.Verifying;

[Trait("Category", "Once")]
public sealed class VerifyPlotTests
{
    /// <summary>Half of what is allowed, nothing, and one and a half times as much; what is less than 0.000001 stands there, what is beyond 100 at 100.</summary>
    [Fact]
    public void Each_law_is_a_point_in_its_room_of_the_colour_of_its_verdict()
    {
        PropertyRecord met = Seen(MadeRecord.Passed, new Measurement("x", 1, 1, 0, Relation.Equal));
        PropertyRecord beyond = Seen(MadeRecord.Failed, new Measurement("x", 1.5, 1, 0, Relation.Equal));
        PropertyRecord far = Seen(MadeRecord.Failed, new Measurement("x", 199, 2, 0, Relation.AtMost));
        PlotModel plot = VerifyChart.Plot([("Chain", [MadeRecord.Passed, met]), ("Grid", [MadeRecord.Failed, MadeRecord.Open, beyond, far]), ("Noise", [MadeRecord.Silent])]);
        Assert.Equal(3, plot.Series.Count);
        Assert.Equal([new(0.5, 0), new(1e-6, 0)], Points(plot, 0, 2));
        Assert.Equal([new(1e-6, 1)], Points(plot, 1, 4));
        Assert.Equal([new(1.5, 1), new(100, 1), new(99.5, 1)], Points(plot, 2, 1));
        LogarithmicAxis axis = Assert.Single(plot.Axes.OfType<LogarithmicAxis>());
        Assert.Equal((5e-7, 200), (axis.Minimum, axis.Maximum));
        Assert.Equal(["Chain", "Grid", "Noise"], Assert.Single(plot.Axes.OfType<CategoryAxis>()).Labels);
        Assert.Equal(1, Assert.Single(plot.Annotations.OfType<LineAnnotation>()).X);
    }

    private static PropertyRecord Seen(PropertyRecord record, Measurement worst) => record with { Result = record.Result with { Worst = worst } };

    private static DataPoint[] Points(PlotModel plot, int series, int colour)
    {
        var line = (LineSeries)plot.Series[series];
        Assert.Equal(ChartStyle.ColourOf(colour), line.MarkerFill);
        return [.. line.ItemsSource.Cast<DataPoint>().Select(static point => new DataPoint(Math.Round(point.X, 9), point.Y))];
    }
}
