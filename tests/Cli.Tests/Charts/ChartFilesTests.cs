using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using ScoreSde.Cli.Charts;
using ScoreSde.Images;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Charts;

/// <summary>Charts that are files of their own.</summary>
public sealed class ChartFilesTests : IDisposable
{
    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_histogram_has_bars_side_by_side_as_high_as_they_are_told_to_be()
    {
        double[] heights = [0.1, 0.4, 0.2, 0.3];
        XElement chart = Drawn(stream => DistributionChart.Write(stream, heights, new PlotRange(-2, 2), []));
        Assert.Equal((640, 400), Size(chart));
        (double X, double Width, double Height)[] bars = [.. chart.Descendants().Where(static element => element.Name.LocalName == "rect" && (element.Attribute("style")?.Value.Contains("rgb(240,178,128)", StringComparison.Ordinal) ?? false))
            .Select(static bar => (Number(bar, "x"), Number(bar, "width"), Number(bar, "height")))];
        Assert.Equal(4, bars.Length);
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(bars[0].Width, bars[i].Width, 0.05);
            Assert.Equal(bars[0].X + (i * bars[0].Width), bars[i].X, 0.05);
            Assert.Equal(heights[i] / heights[1], bars[i].Height / bars[1].Height, 0.01);
        }
    }

    [Fact]
    public void Curves_on_logarithmic_axes_have_their_size() =>
        Assert.Equal((720, 480), Size(Drawn(static stream => LogLogChart.Write(stream, "t", "n", "e", [("a", [(1, 1), (10, 0.1)])]))));

    /// <summary>Numbers that are all one, zero too, have an axis about them.</summary>
    [Theory]
    [InlineData(0, "-1.0", "1.0")]
    [InlineData(5000, "4996", "5004")]
    public void Numbers_that_are_all_one_stand_in_the_middle(double place, string low, string high)
    {
        File.WriteAllText(folder["m.json"], JsonSerializer.Serialize(new { weights = new[] { 1 }, means = new[] { new[] { place } }, deviations = new[] { 0 } }));
        ProgramRun.Done("sample", "--model", $"mixture:{folder["m.json"]}", "--steps", "4", "--count", "20", "--image", folder["x.svg"]);
        string[] texts = [.. XElement.Load(folder["x.svg"]).Descendants().Where(static element => element.Name.LocalName == "text").Select(static text => text.Value)];
        Assert.Contains(low, texts);
        Assert.Contains(high, texts);
    }

    private static XElement Drawn(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        stream.Position = 0;
        return XElement.Load(stream);
    }

    private static (double Width, double Height) Size(XElement chart) => (Number(chart, "width"), Number(chart, "height"));

    private static double Number(XElement element, string name) => double.Parse(element.Attribute(name)!.Value.Replace("px", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
}
