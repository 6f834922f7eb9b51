using System.Xml.Linq;
using OxyPlot;
using ScoreSde.Data;

namespace ScoreSde.Cli.Charts;

/// <summary>A chart as a part of a page: it takes the page's width, ink and font, so that it is read in light and dark.</summary>
internal static class InkedSvg
{
    private static readonly (string Exported, string Style)[] Inks =
    [
        ("stroke:black", "stroke:var(--ink)"), ("fill:black", "fill:var(--ink)"), ("stroke:rgb(0,0,0)", "stroke:var(--ink)"), ("fill:rgb(0,0,0)", "fill:var(--ink)"),
        ($"stroke:{ChartStyle.ExportedGrid}", "stroke:var(--grid)"), ($"fill:{ChartStyle.ExportedBand}", "fill:var(--band)"),
    ];

    /// <summary>The element.</summary>
    /// <param name="plot">The chart.</param>
    /// <param name="width">The width for which its text is sized.</param>
    /// <param name="height">The height.</param>
    /// <param name="key">Tells it from the page's other charts.</param>
    /// <param name="title">What a reader who cannot see it is told.</param>
    public static XElement Of(PlotModel plot, double width, double height, string key, string title)
    {
        using var bytes = new MemoryStream();
        new SvgExporter { Width = width, Height = height, UseVerticalTextAlignmentWorkaround = true }.Export(plot, bytes);
        bytes.Position = 0;
        using var reader = System.Xml.XmlReader.Create(bytes, new() { DtdProcessing = System.Xml.DtdProcessing.Ignore, XmlResolver = null });
        XElement root = XDocument.Load(reader).Root!;
        root.SetAttributeValue("viewBox", $"0 0 {width} {height}");
        root.SetAttributeValue("width", null);
        root.SetAttributeValue("height", null);
        root.SetAttributeValue("role", "img");
        root.SetAttributeValue("aria-label", Excerpt.Escaped(title));
        foreach (XAttribute attribute in root.DescendantsAndSelf().Attributes().ToArray())
        {
            switch (attribute.Name.LocalName)
            {
                case "style":
                    attribute.Value = Inks.Aggregate(attribute.Value, static (style, ink) => style.Replace(ink.Exported, ink.Style, StringComparison.Ordinal));
                    break;
                case "fill" when attribute.Value is "black" or "rgb(0,0,0)":
                    attribute.Remove();
                    break;
                case "font-family":
                    attribute.Remove();
                    break;
                case "id":
                    attribute.Value = $"{key}-{attribute.Value}";
                    break;
                case "clip-path":
                    attribute.Value = attribute.Value.Replace("url(#", $"url(#{key}-", StringComparison.Ordinal);
                    break;
            }
        }

        return root;
    }
}
