using ScoreSde.Data;

namespace ScoreSde.Cli.Catalog;

/// <summary>Names of what the axes of an array are.</summary>
internal static class LayoutCatalog
{
    /// <summary>All of them.</summary>
    public static Shelf<DataLayout> Shelf { get; } = new(
        "layout",
        "",
        new("rows", "numbers without a shape", DataLayout.Rows),
        new("hw", "[n, height, width]", DataLayout.HeightWidth),
        new("hwc", "[n, height, width, channels]", DataLayout.ChannelsLast),
        new("chw", "[n, channels, height, width]", DataLayout.ChannelsFirst));
}
