using ScoreSde.Images;

namespace ScoreSde.Cli.Charts;

/// <summary>Fills shapes into a picture, each pixel by the share of it that the shape covers.</summary>
/// <param name="picture">Red, green, blue.</param>
internal sealed class PolygonFill(Picture picture)
{
    // Lines within a row of pixels; across, the share is exact.
    private const int Lines = 5;

    private readonly double[] cover = new double[picture.Width];
    private readonly List<(double X, int Turn)> crossings = [];

    /// <summary>Nothing is drawn outside, in pixels; the picture's whole where not set.</summary>
    public (double Left, double Top, double Right, double Bottom) Clip { get; set; } = (0, 0, picture.Width, picture.Height);

    /// <summary>Fills what lies within closed contours by their winding, overlaps once.</summary>
    /// <param name="contours">Points in pixels.</param>
    /// <param name="red">The colour's red.</param>
    /// <param name="green">Its green.</param>
    /// <param name="blue">Its blue.</param>
    /// <param name="opacity">0 nothing, 1 all of it.</param>
    public void Fill(IReadOnlyList<(double X, double Y)[]> contours, byte red, byte green, byte blue, double opacity)
    {
        double top = Math.Max(Clip.Top, contours.SelectMany(static contour => contour).Select(static point => point.Y).DefaultIfEmpty().Min());
        double bottom = Math.Min(Clip.Bottom, contours.SelectMany(static contour => contour).Select(static point => point.Y).DefaultIfEmpty().Max());
        for (int row = Math.Max(0, (int)Math.Floor(top)); row < Math.Min(picture.Height, (int)Math.Ceiling(bottom)); row++)
        {
            Array.Clear(cover);
            for (int k = 0; k < Lines; k++)
            {
                double y = row + ((k + 0.5) / Lines);
                if (y >= Clip.Top && y < Clip.Bottom)
                {
                    Cross(contours, y);
                }
            }

            Span<byte> pixels = picture.Row(row);
            for (int x = 0; x < cover.Length; x++)
            {
                double share = opacity * Math.Min(1, cover[x] / Lines);
                if (share > 0)
                {
                    Span<byte> pixel = pixels.Slice(3 * x, 3);
                    (pixel[0], pixel[1], pixel[2]) = (Mixed(pixel[0], red, share), Mixed(pixel[1], green, share), Mixed(pixel[2], blue, share));
                }
            }
        }
    }

    private static byte Mixed(byte below, byte above, double share) => (byte)Math.Round(below + ((above - below) * share));

    // Adds what one line across covers of each pixel.
    private void Cross(IReadOnlyList<(double X, double Y)[]> contours, double y)
    {
        crossings.Clear();
        foreach ((double X, double Y)[] contour in contours)
        {
            for (int i = 0; i < contour.Length; i++)
            {
                ((double X, double Y) a, (double X, double Y) b) = (contour[i], contour[(i + 1) % contour.Length]);
                if (a.Y <= y != b.Y <= y)
                {
                    crossings.Add((a.X + ((y - a.Y) / (b.Y - a.Y) * (b.X - a.X)), a.Y < b.Y ? 1 : -1));
                }
            }
        }

        crossings.Sort(static (a, b) => a.X.CompareTo(b.X));
        int turns = 0;
        for (int i = 0; i + 1 < crossings.Count; i++)
        {
            turns += crossings[i].Turn;
            if (turns != 0)
            {
                Cover(Math.Max(crossings[i].X, Clip.Left), Math.Min(crossings[i + 1].X, Clip.Right));
            }
        }
    }

    private void Cover(double left, double right)
    {
        for (int x = Math.Max(0, (int)Math.Floor(left)); x < Math.Min(cover.Length, right); x++)
        {
            cover[x] += Math.Max(0, Math.Min(right, x + 1) - Math.Max(left, x));
        }
    }
}
