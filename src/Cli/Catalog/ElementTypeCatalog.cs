namespace ScoreSde.Cli.Catalog;

/// <summary>Names of element types.</summary>
internal static class ElementTypeCatalog
{
    /// <summary>The element type taken where <c>--dtype</c> is not given.</summary>
    public const string Default = "float";

    /// <summary>All element types.</summary>
    public static Shelf<ElementType> Shelf { get; } = new(
        "dtype",
        "dtypes",
        new("float", "32 bits", ElementType.Float, "float32", "single"),
        new("double", "64 bits", ElementType.Double, "float64"));

    /// <summary>The name of an element type.</summary>
    public static string NameOf(ElementType element) => Shelf.Entries.Single(entry => entry.Value == element).Name;
}
