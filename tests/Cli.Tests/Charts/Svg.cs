using System.Globalization;
using System.Xml.Linq;

namespace ScoreSde.Tests.Charts;

/// <summary>What stands in a chart's file.</summary>
internal static class Svg
{
    /// <summary>The chart that is written.</summary>
    public static XElement Of(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        stream.Position = 0;
        return XElement.Load(stream);
    }

    /// <summary>The texts at the ends of an axis's ticks and its title: "middle" of the one across, "end" of the one that runs up.</summary>
    public static string[] Texts(XElement chart, string anchor) =>
        [.. Named(chart, "text").Where(text => text.Attribute("text-anchor")?.Value == anchor).Select(static text => text.Value)];

    /// <summary>All texts.</summary>
    public static string[] Texts(XElement chart) => [.. Named(chart, "text").Select(static text => text.Value)];

    /// <summary>Elements of a name.</summary>
    public static IEnumerable<XElement> Named(XElement chart, string name) => chart.DescendantsAndSelf().Where(element => element.Name.LocalName == name);

    /// <summary>The points of lines that are as thick as told.</summary>
    public static (double X, double Y)[][] Lines(XElement chart, string thickness) =>
    [
        .. Named(chart, "polyline").Where(line => line.Attribute("style")!.Value.Split(';').Contains($"stroke-width:{thickness}"))
            .Select(static line => line.Attribute("points")!.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static point => (Parsed(point.Split(',')[0]), Parsed(point.Split(',')[1]))).ToArray()),
    ];

    /// <summary>A number of an element.</summary>
    public static double Number(XElement element, string name) => Parsed(element.Attribute(name)!.Value.Replace("px", "", StringComparison.Ordinal));

    private static double Parsed(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
