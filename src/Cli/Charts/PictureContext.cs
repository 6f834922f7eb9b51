using OxyPlot;
using ScoreSde.Images;

namespace ScoreSde.Cli.Charts;

/// <summary>Draws a chart into a picture: what OxyPlot asks of a screen, by shapes filled in managed code.</summary>
/// <param name="picture">Red, green, blue.</param>
/// <param name="zoom">Pixels for each unit of the chart.</param>
internal sealed class PictureContext(Picture picture, double zoom) : ClippingRenderContext
{
    private readonly PolygonFill canvas = new(picture);

    /// <inheritdoc/>
    public override void DrawLine(IList<ScreenPoint> points, OxyColor stroke, double thickness, EdgeRenderingMode edgeRenderingMode, double[] dashArray, LineJoin lineJoin)
    {
        if (stroke.IsVisible() && thickness > 0)
        {
            // OxyPlot counts dashes in thicknesses.
            Fill([.. Strokes.Of([.. points.Select(Pixel)], zoom * thickness, dashArray?.Select(dash => zoom * thickness * dash).ToArray())], stroke);
        }
    }

    /// <inheritdoc/>
    public override void DrawPolygon(IList<ScreenPoint> points, OxyColor fill, OxyColor stroke, double thickness, EdgeRenderingMode edgeRenderingMode, double[] dashArray, LineJoin lineJoin)
    {
        if (fill.IsVisible())
        {
            Fill([[.. points.Select(Pixel)]], fill);
        }

        DrawLine([.. points, points[0]], stroke, thickness, edgeRenderingMode, dashArray, lineJoin);
    }

    /// <inheritdoc/>
    public override void DrawText(
        ScreenPoint p, string text, OxyColor fill, string fontFamily, double fontSize, double fontWeight, double rotate, HorizontalAlignment halign, VerticalAlignment valign, OxySize? maxSize)
    {
        double left = halign switch { HorizontalAlignment.Left => 0, HorizontalAlignment.Center => -0.5, _ => -1 } * LetterOutlines.Width(text);
        double foot = valign switch { VerticalAlignment.Top => LetterOutlines.Ascent, VerticalAlignment.Middle => LetterOutlines.Ascent - (LetterOutlines.LineHeight / 2), _ => -LetterOutlines.Descent };
        (double sine, double cosine) = Math.SinCos(rotate * Math.PI / 180);
        Fill(
            [
                .. LetterOutlines.Contours(text).Select(contour => contour.Select(point =>
                {
                    (double x, double y) = (fontSize * (point.X + left), fontSize * (point.Y + foot));
                    return Pixel(new ScreenPoint(p.X + (cosine * x) - (sine * y), p.Y + (sine * x) + (cosine * y)));
                }).ToArray()),
            ],
            fill);
    }

    /// <inheritdoc/>
    public override OxySize MeasureText(string text, string fontFamily, double fontSize, double fontWeight) =>
        string.IsNullOrEmpty(text) ? OxySize.Empty : new OxySize(fontSize * LetterOutlines.Width(text), fontSize * LetterOutlines.LineHeight);

    /// <inheritdoc/>
    protected override void SetClip(OxyRect clippingRectangle) =>
        canvas.Clip = (zoom * clippingRectangle.Left, zoom * clippingRectangle.Top, zoom * clippingRectangle.Right, zoom * clippingRectangle.Bottom);

    /// <inheritdoc/>
    protected override void ResetClip() => canvas.Clip = (0, 0, picture.Width, picture.Height);

    private (double X, double Y) Pixel(ScreenPoint point) => (zoom * point.X, zoom * point.Y);

    private void Fill(IReadOnlyList<(double X, double Y)[]> contours, OxyColor colour) => canvas.Fill(contours, colour.R, colour.G, colour.B, colour.A / 255.0);
}
