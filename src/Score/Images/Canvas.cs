namespace ScoreSde.Images;

/// <summary>Draws with smooth edges on a picture: discs, lines, areas, and text in <see cref="Glyphs"/>. What lies outside is left out. On a grey picture a colour is its luma.</summary>
/// <param name="picture">What is drawn on.</param>
internal sealed class Canvas(Picture picture)
{
    /// <summary>Lays a colour over a pixel.</summary>
    public void Blend(int x, int y, Ink ink, double opacity)
    {
        if ((uint)x >= (uint)picture.Width || (uint)y >= (uint)picture.Height || opacity <= 0)
        {
            return;
        }

        Span<byte> pixel = picture.Row(y).Slice(x * picture.Channels, picture.Channels);
        if (pixel.Length == 1)
        {
            pixel[0] = Mixed(pixel[0], ink.Luma, opacity);
            return;
        }

        pixel[0] = Mixed(pixel[0], ink.Red, opacity);
        pixel[1] = Mixed(pixel[1], ink.Green, opacity);
        pixel[2] = Mixed(pixel[2], ink.Blue, opacity);
    }

    /// <summary>A disc about a point, in pixels from the picture's corner.</summary>
    public void Disc(double x, double y, double radius, Ink ink, double opacity)
    {
        int reach = (int)Math.Ceiling(radius + 0.5);
        for (int row = (int)Math.Floor(y) - reach; row <= (int)Math.Floor(y) + reach; row++)
        {
            for (int column = (int)Math.Floor(x) - reach; column <= (int)Math.Floor(x) + reach; column++)
            {
                double distance = Math.Sqrt(((column + 0.5 - x) * (column + 0.5 - x)) + ((row + 0.5 - y) * (row + 0.5 - y)));
                Blend(column, row, ink, opacity * Math.Clamp(radius + 0.5 - distance, 0, 1));
            }
        }
    }

    /// <summary>A line between two points.</summary>
    public void Line((double X, double Y) from, (double X, double Y) to, double width, Ink ink)
    {
        (double dx, double dy) = (to.X - from.X, to.Y - from.Y);
        double square = (dx * dx) + (dy * dy);
        double reach = (width / 2) + 1;
        int last = (int)Math.Ceiling(Math.Min(picture.Height, Math.Max(from.Y, to.Y) + reach));
        for (int row = (int)Math.Floor(Math.Max(0, Math.Min(from.Y, to.Y) - reach)); row < last; row++)
        {
            int end = (int)Math.Ceiling(Math.Min(picture.Width, Math.Max(from.X, to.X) + reach));
            for (int column = (int)Math.Floor(Math.Max(0, Math.Min(from.X, to.X) - reach)); column < end; column++)
            {
                (double x, double y) = (column + 0.5 - from.X, row + 0.5 - from.Y);
                double along = square > 0 ? Math.Clamp(((x * dx) + (y * dy)) / square, 0, 1) : 0;
                (double offX, double offY) = (x - (along * dx), y - (along * dy));
                Blend(column, row, ink, Math.Clamp((width / 2) + 0.5 - Math.Sqrt((offX * offX) + (offY * offY)), 0, 1));
            }
        }
    }

    /// <summary>A rectangle whose sides may lie within pixels.</summary>
    public void Fill(double left, double top, double right, double bottom, Ink ink, double opacity = 1)
    {
        for (int row = (int)Math.Floor(Math.Max(0, top)); row < Math.Min(picture.Height, bottom); row++)
        {
            double high = Math.Min(bottom, row + 1) - Math.Max(top, row);
            for (int column = (int)Math.Floor(Math.Max(0, left)); column < Math.Min(picture.Width, right); column++)
            {
                Blend(column, row, ink, opacity * high * (Math.Min(right, column + 1) - Math.Max(left, column)));
            }
        }
    }

    /// <summary>Text from a corner; each dot of a letter becomes a square of so many pixels.</summary>
    public void Text(string text, int left, int top, int zoom, Ink ink)
    {
        for (int i = 0; i < text.Length; i++)
        {
            for (int dot = 0; dot < Glyphs.Width * Glyphs.Height; dot++)
            {
                if (Glyphs.IsInked(text[i], dot % Glyphs.Width, dot / Glyphs.Width))
                {
                    int x = left + (((i * Glyphs.Advance) + (dot % Glyphs.Width)) * zoom);
                    int y = top + (dot / Glyphs.Width * zoom);
                    Fill(x, y, x + zoom, y + zoom, ink);
                }
            }
        }
    }

    private static byte Mixed(byte under, byte over, double opacity) => (byte)Math.Round(under + (Math.Min(1, opacity) * (over - under)));
}
