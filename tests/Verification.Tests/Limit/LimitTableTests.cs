using System.Xml.Linq;
using ScoreSde.Verification.Limit;

namespace ScoreSde.Tests.Limit;

/// <summary>The chain reaches the SDE at the rate −1, and the figure shows it.</summary>
public sealed class LimitTableTests
{
    private static readonly LimitTable Table = LimitTable.Compute();

    [Fact]
    public void Every_error_falls_as_one_over_n()
    {
        (double signal, double divergence, double variance) = Table.Rates;
        Assert.Equal(-1, signal, 0.01);
        Assert.Equal(-1, divergence, 0.01);
        Assert.Equal(-1, variance, 0.01);
    }

    [Fact]
    public void The_last_row_has_the_constants_of_theory()
    {
        LimitRow last = Table.Rows[^1];
        Assert.Equal(100_000, last.Steps);
        Assert.Equal(67.0017, last.Steps * last.LogSignal, 0.01);
        Assert.Equal(3.74096, last.Steps * last.Divergence, 2e-4);
    }

    [Fact]
    public void A_table_that_is_too_short_for_its_rate_has_no_figure_and_is_left_out()
    {
        Assert.True(double.IsNaN(Table.Rows[0].LogSignal));
        Assert.True(Table.Rows[0].Divergence > Table.Rows[1].Divergence);
    }

    [Fact]
    public void The_figure_is_well_formed_with_a_mark_for_every_point_and_a_name_for_every_curve()
    {
        var svg = XDocument.Parse(LogLogFigure.Of(Table).ToSvg());
        XNamespace space = "http://www.w3.org/2000/svg";
        Assert.Equal((3 * Table.Rows.Count) - 1, svg.Descendants(space + "circle").Count());
        Assert.Equal(3, svg.Descendants(space + "polyline").Count());
        Assert.Contains(svg.Descendants(space + "text"), static text => text.Value.Contains("rate -1.00", StringComparison.Ordinal));
        foreach (XElement circle in svg.Descendants(space + "circle"))
        {
            Assert.InRange((double)circle.Attribute("cx")!, 70, 700);
            Assert.InRange((double)circle.Attribute("cy")!, 40, 430);
        }
    }

    [Fact]
    public void A_figure_without_a_visible_point_is_refused() => Assert.Throws<InvalidOperationException>(() =>
        new LogLogFigure("t", "x", "y") { Curves = [("none", [(1, double.NaN), (0, 1)])] }.ToSvg());
}
