using System.Xml.Linq;
using ScoreSde.Verification.Limit;

namespace ScoreSde.Tests.Limit;

/// <summary>The chain reaches the SDE at the rate −1, and the figure shows it.</summary>
[Trait("Category", "Once")]
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
    public void Points_stand_on_white_where_logarithms_have_them_between_the_lines_of_the_powers()
    {
        var svg = XDocument.Parse(new LogLogFigure("t", "x", "y") { Curves = [("one", [(1, 1), (10, 0.1), (10000, 0.01)])] }.ToSvg());
        XElement[] drawn = [.. svg.Root!.Elements()];
        Assert.Equal(("rect", "100%", "100%", "white"), (drawn[0].Name.LocalName, (string)drawn[0].Attribute("width")!, (string)drawn[0].Attribute("height")!, (string)drawn[0].Attribute("fill")!));
        (double X, double Y)[] points = [.. drawn.Where(static element => element.Name.LocalName == "circle").Select(static circle => ((double)circle.Attribute("cx")!, (double)circle.Attribute("cy")!))];
        Assert.Equal((points[2].X - points[0].X) / 4, points[1].X - points[0].X, 0.1);
        Assert.Equal((points[2].Y - points[0].Y) / 2, points[1].Y - points[0].Y, 0.1);
        Assert.True(points[2].Y > points[0].Y + 200 && points[2].X > points[0].X + 400);

        // A line upright at each of 1 … 10⁴, one across at each of 10⁻² … 1, and the points of powers on them.
        XElement[] lines = [.. drawn.Where(static element => element.Name.LocalName == "line")];
        double[] upright = [.. lines.Where(static line => (double)line.Attribute("x1")! == (double)line.Attribute("x2")!).Select(static line => (double)line.Attribute("x1")!)];
        double[] across = [.. lines.Where(static line => (double)line.Attribute("y1")! == (double)line.Attribute("y2")!).Select(static line => (double)line.Attribute("y1")!)];
        Assert.All(points, point => Assert.Contains(upright, place => Math.Abs(place - point.X) < 0.1));
        Assert.All(points, point => Assert.Contains(across, place => Math.Abs(place - point.Y) < 0.1));
        Assert.True(upright.Distinct().Count() >= 5 && across.Distinct().Count() >= 3);
    }

    [Fact]
    public void A_figure_without_a_visible_point_is_refused() => Assert.Throws<InvalidOperationException>(() =>
        new LogLogFigure("t", "x", "y") { Curves = [("none", [(1, double.NaN), (0, 1)])] }.ToSvg());
}
