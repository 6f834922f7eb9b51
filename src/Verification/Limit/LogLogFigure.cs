using System.Globalization;
using System.Security;
using System.Text;

namespace ScoreSde.Verification.Limit;

/// <summary>A figure with logarithmic axes, curves with marks, and a legend, as SVG text. No fonts or scripts are needed to show it.</summary>
/// <param name="Title">Above the axes.</param>
/// <param name="Across">What runs across.</param>
/// <param name="Up">What runs up.</param>
public sealed record LogLogFigure(string Title, string Across, string Up)
{
    private const double Width = 720;
    private const double Height = 480;
    private const double Left = 76;
    private const double Right = 24;
    private const double Top = 44;
    private const double Bottom = 56;

    // Told apart in greyscale and by most colour-blind readers: Okabe and Ito 2008.
    private static readonly string[] Colours = ["#0072b2", "#d55e00", "#009e73", "#cc79a7"];

    /// <summary>The curves: a name and its points, those that are not positive and finite left out.</summary>
    public required IReadOnlyList<(string Name, IReadOnlyList<(double X, double Y)> Points)> Curves { get; init; }

    /// <summary>The figure of a limit table.</summary>
    public static LogLogFigure Of(LimitTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        (double signal, double divergence, double variance) = table.Rates;
        return new("The DDPM chain reaches the variance-preserving SDE", "N, steps of the chain", "error")
        {
            Curves =
            [
                ($"|ln ᾱ_N + ∫β|, rate {signal:F3}", [.. table.Rows.Select(static row => ((double)row.Steps, row.LogSignal))]),
                ($"KL of paths, nats, rate {divergence:F3}", [.. table.Rows.Select(static row => ((double)row.Steps, row.Divergence))]),
                ($"|variance error| at t = 0.1, rate {variance:F3}", [.. table.Rows.Select(static row => ((double)row.Steps, row.Variance))]),
            ],
        };
    }

    /// <summary>The SVG document.</summary>
    public string ToSvg()
    {
        (double X, double Y)[] all = [.. Curves.SelectMany(static curve => Visible(curve.Points))];
        if (all.Length == 0)
        {
            throw new InvalidOperationException("A figure needs a point that is positive and finite.");
        }

        int firstX = (int)Math.Floor(all.Min(static p => Math.Log10(p.X)));
        int lastX = Math.Max(firstX + 1, (int)Math.Ceiling(all.Max(static p => Math.Log10(p.X)) - 1e-9));
        int firstY = (int)Math.Floor(all.Min(static p => Math.Log10(p.Y)));
        int lastY = Math.Max(firstY + 1, (int)Math.Ceiling(all.Max(static p => Math.Log10(p.Y)) - 1e-9));
        double PlaceX(double x) => Left + ((Math.Log10(x) - firstX) / (lastX - firstX) * (Width - Left - Right));
        double PlaceY(double y) => Height - Bottom - ((Math.Log10(y) - firstY) / (lastY - firstY) * (Height - Top - Bottom));

        var svg = new StringBuilder();
        svg.AppendLine(CultureInfo.InvariantCulture, $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" width="{Width}" height="{Height}" font-family="sans-serif" font-size="13">""");
        svg.AppendLine("""<rect width="100%" height="100%" fill="white"/>""");
        Text(svg, Width / 2, 24, Title, "middle", """ font-size="16" """);
        for (int k = firstX; k <= lastX; k++)
        {
            double x = PlaceX(Math.Pow(10, k));
            Line(svg, x, Top, x, Height - Bottom);
            Text(svg, x, Height - Bottom + 20, Power(k), "middle");
        }

        for (int k = firstY; k <= lastY; k++)
        {
            double y = PlaceY(Math.Pow(10, k));
            Line(svg, Left, y, Width - Right, y);
            Text(svg, Left - 8, y + 4, Power(k), "end");
        }

        Text(svg, (Left + Width - Right) / 2, Height - 14, Across, "middle");
        Text(svg, 0, 0, Up, "middle", string.Create(CultureInfo.InvariantCulture, $""" transform="translate(20 {(Top + Height - Bottom) / 2}) rotate(-90)" """));
        for (int c = 0; c < Curves.Count; c++)
        {
            string colour = Colours[c % Colours.Length];
            (double X, double Y)[] points = [.. Visible(Curves[c].Points).Select(p => (PlaceX(p.X), PlaceY(p.Y)))];
            string path = string.Join(" ", points.Select(static p => string.Create(CultureInfo.InvariantCulture, $"{p.X:F1},{p.Y:F1}")));
            svg.AppendLine(CultureInfo.InvariantCulture, $"""<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>""");
            foreach ((double x, double y) in points)
            {
                svg.AppendLine(CultureInfo.InvariantCulture, $"""<circle cx="{x:F1}" cy="{y:F1}" r="3.5" fill="{colour}"/>""");
            }

            double row = Top + 18 + (20 * c);
            svg.AppendLine(CultureInfo.InvariantCulture, $"""<rect x="{Width - Right - 300}" y="{row - 10}" width="14" height="10" fill="{colour}"/>""");
            Text(svg, Width - Right - 280, row, Curves[c].Name, "start");
        }

        svg.AppendLine("</svg>");
        return svg.ToString();
    }

    private static IEnumerable<(double X, double Y)> Visible(IReadOnlyList<(double X, double Y)> points) =>
        points.Where(static p => p is { X: > 0 and < double.PositiveInfinity, Y: > 0 and < double.PositiveInfinity });

    private static void Line(StringBuilder svg, double x1, double y1, double x2, double y2) => svg.AppendLine(
        CultureInfo.InvariantCulture, $"""<line x1="{x1:F1}" y1="{y1:F1}" x2="{x2:F1}" y2="{y2:F1}" stroke="#ccc"/>""");

    private static void Text(StringBuilder svg, double x, double y, string text, string anchor, string more = "") => svg.AppendLine(
        CultureInfo.InvariantCulture, $"""<text x="{x:F1}" y="{y:F1}" text-anchor="{anchor}"{more}>{SecurityElement.Escape(text)}</text>""");

    private static string Power(int k)
    {
        const string Raised = "⁰¹²³⁴⁵⁶⁷⁸⁹";
        return "10" + (k < 0 ? "⁻" : "") + string.Concat(Math.Abs(k).ToString(CultureInfo.InvariantCulture).Select(static digit => Raised[digit - '0']));
    }
}
