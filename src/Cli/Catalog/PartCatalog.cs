using ScoreSde.Data;

namespace ScoreSde.Cli.Catalog;

/// <summary>Names of the parts of data.</summary>
internal static class PartCatalog
{
    /// <summary>All of them.</summary>
    public static Shelf<DataPart> Shelf { get; } = new(
        "part",
        "",
        new("held-out", "the rows that were not trained on", DataPart.HeldOut),
        new("training", "the rows that were trained on", DataPart.Training),
        new("all", "both", DataPart.All));
}
