namespace ScoreSde.Images;

/// <summary>
/// At most 256 colours for a picture: its own where there are no more, else the means of as many boxes into which its colours are cut at their medians. Heckbert 1982, on
/// colours of 6 bits a channel.
/// </summary>
internal sealed class Palette
{
    private const int Most = 256;
    private const int Shift = 2;
    private const int Levels = 1 << (8 - Shift);

    private readonly Dictionary<int, byte>? exact;
    private readonly byte[]? ofCell;

    private Palette(List<(byte R, byte G, byte B)> colours, Dictionary<int, byte>? exact, byte[]? ofCell)
    {
        Colours = new byte[3 * Most];
        for (int i = 0; i < colours.Count; i++)
        {
            (Colours[3 * i], Colours[(3 * i) + 1], Colours[(3 * i) + 2]) = colours[i];
        }

        this.exact = exact;
        this.ofCell = ofCell;
    }

    /// <summary>256 times red, green, blue; what is left over is black.</summary>
    public byte[] Colours { get; }

    /// <summary>The colours of a picture.</summary>
    public static Palette Of(Picture picture) => Exact(picture) ?? Cut(picture);

    /// <summary>Which colour each pixel has.</summary>
    public byte[] Places(Picture picture)
    {
        var places = new byte[picture.Width * picture.Height];
        for (int i = 0; i < places.Length; i++)
        {
            (byte r, byte g, byte b) = At(picture, i);
            places[i] = exact is not null ? exact[Key(r, g, b)] : ofCell![CellOf(r, g, b)];
        }

        return places;
    }

    private static Palette? Exact(Picture picture)
    {
        var known = new Dictionary<int, byte>();
        var colours = new List<(byte, byte, byte)>();
        for (int i = 0; i < picture.Width * picture.Height; i++)
        {
            (byte r, byte g, byte b) = At(picture, i);
            if (known.ContainsKey(Key(r, g, b)))
            {
                continue;
            }

            if (colours.Count == Most)
            {
                return null;
            }

            known.Add(Key(r, g, b), (byte)colours.Count);
            colours.Add((r, g, b));
        }

        return new Palette(colours, known, null);
    }

    private static Palette Cut(Picture picture)
    {
        var counts = new int[Levels * Levels * Levels];
        var sums = new long[counts.Length, 3];
        for (int i = 0; i < picture.Width * picture.Height; i++)
        {
            (byte r, byte g, byte b) = At(picture, i);
            int cell = CellOf(r, g, b);
            counts[cell]++;
            (sums[cell, 0], sums[cell, 1], sums[cell, 2]) = (sums[cell, 0] + r, sums[cell, 1] + g, sums[cell, 2] + b);
        }

        var boxes = new List<(int[] Cells, double Spread)>();
        Add([.. Enumerable.Range(0, counts.Length).Where(cell => counts[cell] > 0)]);
        while (boxes.Count < Most && boxes.MaxBy(static box => box.Spread) is { Spread: > 0 } widest)
        {
            boxes.Remove(widest);
            int channel = Enumerable.Range(0, 3).MaxBy(axis => Extent(widest.Cells, axis));
            int[] sorted = [.. widest.Cells.OrderBy(cell => Level(cell, channel))];
            long half = sorted.Sum(cell => (long)counts[cell]) / 2;
            int cut = 0;
            for (long seen = 0; cut < sorted.Length - 1 && (cut == 0 || seen + counts[sorted[cut]] <= half); cut++)
            {
                seen += counts[sorted[cut]];
            }

            Add(sorted[..cut]);
            Add(sorted[cut..]);
        }

        var ofCell = new byte[counts.Length];
        var colours = new List<(byte, byte, byte)>();
        foreach ((int[] box, _) in boxes)
        {
            long pixels = box.Sum(cell => (long)counts[cell]);
            colours.Add((Mean(0), Mean(1), Mean(2)));
            Array.ForEach(box, cell => ofCell[cell] = (byte)(colours.Count - 1));

            byte Mean(int channel) => (byte)Math.Round((double)box.Sum(cell => sums[cell, channel]) / pixels);
        }

        return new Palette(colours, null, ofCell);

        // The length of a box by the root of its pixels: long boxes of many pixels are cut first.
        void Add(int[] box) => boxes.Add((box, Enumerable.Range(0, 3).Max(axis => Extent(box, axis)) * Math.Sqrt(box.Sum(cell => (long)counts[cell]))));
    }

    private static int Extent(int[] box, int channel) => box.Max(cell => Level(cell, channel)) - box.Min(cell => Level(cell, channel));

    private static int Level(int cell, int channel) => (cell >> (channel * (8 - Shift))) & (Levels - 1);

    private static int CellOf(byte r, byte g, byte b) => (r >> Shift) | (g >> Shift << (8 - Shift)) | (b >> Shift << (2 * (8 - Shift)));

    private static int Key(byte r, byte g, byte b) => (r << 16) | (g << 8) | b;

    private static (byte R, byte G, byte B) At(Picture picture, int pixel)
    {
        ReadOnlySpan<byte> all = picture.Pixels;
        return picture.Channels == 1 ? (all[pixel], all[pixel], all[pixel]) : (all[3 * pixel], all[(3 * pixel) + 1], all[(3 * pixel) + 2]);
    }
}
