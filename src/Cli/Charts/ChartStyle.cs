using OxyPlot;

namespace ScoreSde.Cli.Charts;

/// <summary>Colours and marks of curves.</summary>
internal static class ChartStyle
{
    /// <summary>The grid's colour as the exporter writes it.</summary>
    public const string ExportedGrid = "rgb(221,221,221)";

    /// <summary>The colour of the floor's band as the exporter writes it.</summary>
    public const string ExportedBand = "rgb(238,236,224)";

    // Told apart in greyscale and by most colour-blind readers: Okabe and Ito 2008, and greys.
    private static readonly string[] Colours = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000", "#7f7f7f", "#b8a800"];

    private static readonly MarkerType[] Marks = [MarkerType.Circle, MarkerType.Square, MarkerType.Triangle, MarkerType.Diamond];

    /// <summary>The grid's colour.</summary>
    public static OxyColor Grid { get; } = OxyColor.FromRgb(221, 221, 221);

    /// <summary>The colour of the floor's band.</summary>
    public static OxyColor Band { get; } = OxyColor.FromRgb(238, 236, 224);

    /// <summary>The colour of the curve of that number.</summary>
    public static OxyColor ColourOf(int curve) => OxyColor.Parse(Colours[curve % Colours.Length]);

    /// <summary>The same in CSS; black is the page's ink.</summary>
    public static string CssOf(int curve) => Colours[curve % Colours.Length] is var colour && colour == "#000000" ? "var(--ink)" : colour;

    /// <summary>Its mark.</summary>
    public static MarkerType MarkOf(int curve) => Marks[curve % Marks.Length];

    /// <summary>The mark as a letter.</summary>
    public static string SignOf(int curve) => "●■▲◆"[curve % Marks.Length].ToString();
}
