using System.Globalization;
using System.Security.Cryptography;
using ScoreSde.Data;
using ScoreSde.Images;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Images;

/// <summary>
/// What pictures look like, to the byte: small numbers such as the size of a point or a colour, of which no property says what is right, are as somebody has seen and liked them.
/// SCORESDE_ACCEPT=1 writes the table anew; look at the pictures before it is committed: they lie as PNG files in the folder that SCORESDE_PICTURES names.
/// </summary>
public sealed class PinnedPicturesTests
{
    private static readonly PlotRange Square = new(-1, 1);

    /// <summary>Every kind of picture, in both sizes of text and at both ends of what depends on its size or the number of points.</summary>
    [Theory]
    [InlineData("scatters")]
    [InlineData("histograms")]
    [InlineData("frames")]
    [InlineData("grids")]
    [InlineData("shapes")]
    public void Pictures_look_as_they_did(string kind)
    {
        IEnumerable<(string Name, Picture Picture)> pictures = kind switch
        {
            "scatters" => Scatters(),
            "histograms" => Histograms(),
            "frames" => Frames(),
            "grids" => Grids(),
            _ => Shapes(),
        };
        Golden.Check($"pictures-{kind}", string.Concat(pictures.Select(static one => Line(one.Name, one.Picture))));
    }

    /// <summary>The bytes of an animation, whose colours are its own where they are few and boxes of them where they are many.</summary>
    [Fact]
    public void Animations_have_the_bytes_that_they_had() =>
        Golden.Check("animations", string.Concat(new[] { 40, 4096 }.Select(static colours =>
        {
            using var stream = new MemoryStream();
            GifFile.Write(stream, new AnimationFrames(2, frame => Spotted(64, 64, colours, frame)));
            return $"gif of {colours} colours: {stream.Length} bytes, {Hash(stream.ToArray())}\n";
        })));

    private static IEnumerable<(string Name, Picture Picture)> Scatters()
    {
        foreach (int side in new[] { 40, 240, 400 })
        {
            var bare = new ScatterPicture(Square, Square) { Side = side, HasAxes = false };
            double[] density = [.. Enumerable.Range(0, side * side).Select(i => Hill((i % side) / (double)side, i / side / (double)side))];
            yield return ($"scatter {side}, one point", bare.Draw([0.25, 0.5], []));
            yield return ($"scatter {side}, 1000 points", bare.Draw(Points(1000), []));
            yield return ($"scatter {side}, 1500 points", bare.Draw(Points(1500), []));
            yield return ($"scatter {side}, points on a density, marked", (bare with { Marked = (-0.25, 0.375) }).Draw(Points(20), density));
            yield return ($"scatter {side}, axes and caption", (bare with { HasAxes = true, Caption = "t = 0.5", LabelSigns = 4 }).Draw(Points(20), []));
            yield return ($"scatter {side}, axes", (bare with { HasAxes = true }).Draw([], []));
            yield return ($"scatter {side}, caption", (bare with { Caption = "t = 1" }).Draw([], []));
            yield return ($"tint {side}", ScatterPicture.Tint(density, side));
        }

        foreach (int side in new[] { 200, 519, 521, 600 })
        {
            yield return ($"scatter {side}, two points, marked", new ScatterPicture(Square, Square) { Side = side, HasAxes = false, Marked = (0.5, -0.5) }.Draw([0.25, 0.5, -0.5, -0.125], []));
        }

        yield return ("scatter 40, 200000 points", new ScatterPicture(Square, Square) { Side = 40, HasAxes = false }.Draw([.. Enumerable.Repeat(4.0, 400_000), .. Points(20)], []));
        yield return ("scatter, as usual", new ScatterPicture(Square, Square).Draw(Points(3), []));
    }

    private static IEnumerable<(string Name, Picture Picture)> Histograms()
    {
        foreach (int side in new[] { 48, 420 })
        {
            var bare = new HistogramPicture(Square) { Side = side, HasAxes = false };
            double[] density = [.. Enumerable.Range(0, side).Select(i => Hill(i / (double)side, 0.5))];
            foreach (int count in new[] { 5, 27, 30, 1500, 27_200 })
            {
                yield return ($"histogram {side}, {count} numbers", bare.Draw(Points(count).AsSpan(0, count), []));
            }

            yield return ($"histogram {side}, density and caption", (bare with { HasAxes = true, Caption = "t = 0.25", LabelSigns = 3 }).Draw(Points(100), density));
            yield return ($"histogram {side}, density alone", bare.Draw([], density));
        }

        yield return ("histogram, as usual", new HistogramPicture(Square).Draw(Points(40), []));
    }

    private static IEnumerable<(string Name, Picture Picture)> Frames()
    {
        (string Name, PlotRange Range)[] ranges =
        [
            ("0 to 1", new(0, 1)), ("-0.3 to 1.2", new(-0.3, 1.2)), ("-4.6 to 4.6", new(-4.6, 4.6)), ("-150 to 150", new(-150, 150)), ("small", new(-2.3e-6, 1.7e-6)), ("large", new(-3e7, 5e8)),
            ("narrow", new(99999998, 100000002)), ("0.0101 to 0.0109", new(0.0101, 0.0109)), ("none", new(1e300, 1.0000000000000002e300)), ("0.00001 to 0.7", new(0.00001, 0.7)), ("two", new(0, 0.0002)),
        ];
        foreach (int side in new[] { 30, 90, 150, 399, 400 })
        {
            foreach ((string name, PlotRange range) in ranges)
            {
                var frame = new PlotFrame(side, range.LabelSigns, HasAxes: true, HasCaption: name.Length == 4);
                Picture picture = frame.Blank();
                frame.Draw(picture, range, range, "t=1e-3");
                yield return ($"frame {side}, {name}", picture);
            }
        }
    }

    private static IEnumerable<(string Name, Picture Picture)> Grids()
    {
        foreach ((int channels, int zoom, int gap) in new[] { (1, 1, 0), (1, 4, 4), (2, 2, 1), (3, 1, 2), (3, 3, 0), (4, 1, 3) })
        {
            var grid = new ImageGrid(new ImageShape(3, 5, channels), -1, 1) { Zoom = zoom, Gap = gap };
            float[] samples = [.. Points(15 * channels * 4).Take(15 * channels * 4).Select(static (value, i) => i == 7 ? float.NaN : (float)(1.1 * value))];
            yield return ($"grid of {channels} channels", grid.Draw(samples, 3));
            yield return ($"grid of {channels} channels, caption, on 9", (grid with { Background = 9, Caption = "t = 0.5" }).Draw(samples, 9));
            yield return ($"grid of {channels} channels, dark on light", (grid with { Low = 1, High = -1 }).Draw(samples, 1));
        }

        yield return ("grid, as usual", new ImageGrid(new ImageShape(2, 2), 0, 1).Draw([0, 0.25f, 0.5f, 1], 1));
        var small = new Picture(2, 3, channels: 3, background: 7);
        yield return ("row", PictureRow.Of([small, new Picture(5, 3, channels: 3), small]));
    }

    private static IEnumerable<(string Name, Picture Picture)> Shapes()
    {
        foreach (int channels in new[] { 1, 3 })
        {
            foreach (Ink ink in new[] { Ink.Text, Ink.Frame, Ink.Samples, Ink.Bars, Ink.Law })
            {
                var picture = new Picture(30, 24, channels, background: 200);
                var canvas = new Canvas(picture);
                canvas.Disc(5.25, 6.5, 3.3, ink, 0.7);
                canvas.Disc(-1, 23, 4, ink, 1);
                canvas.Line((2.5, 20), (27, 3.25), 1.4, ink);
                canvas.Line((20, 20), (20, 20), 3, ink);
                canvas.Line((-5, 10), (50, 12), 0.5, ink);
                canvas.Fill(15.5, 14.25, 22.75, 30, ink, 0.5);
                canvas.Fill(12.25, 2.125, 12.75, 2.5, ink);
                canvas.Fill(-3, -3, 0.5, 0.5, ink);
                canvas.Text("3.-+e", 1, 15, 1, ink);
                canvas.Text("9t", 24, 18, 2, ink);
                yield return ($"shapes, {channels} channels, ink {ink.Red} {ink.Green} {ink.Blue}, luma {ink.Luma}", picture);
            }
        }
    }

    private static string Line(string name, Picture picture)
    {
        if (Environment.GetEnvironmentVariable("SCORESDE_PICTURES") is { Length: > 0 } folder)
        {
            PngFile.Save(Path.Combine(folder, $"{name}.png"), picture);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{name}: {picture.Width} × {picture.Height} × {picture.Channels}, {Hash(picture.Pixels)}\n");
    }

    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes))[..16];

    // Without functions of the machine's own library, whose last digits differ.
    private static double Hill(double x, double y) => Math.Max(0, 1 - (6 * (x - 0.4) * (x - 0.4)) - (5 * (y - 0.6) * (y - 0.6)));

    /// <summary>Some within the square and some outside, by multiplication modulo 2³².</summary>
    private static double[] Points(int count)
    {
        var points = new double[2 * count];
        uint state = 1;
        for (int i = 0; i < points.Length; i++)
        {
            state = (state * 1664525) + 1013904223;
            points[i] = ((state >> 8) / 8388608.0 * 1.125) - 1.125;
        }

        return points;
    }

    private static Picture Spotted(int width, int height, int colours, int frame)
    {
        var picture = new Picture(width, height, channels: 3);
        for (int i = 0; i < width * height; i++)
        {
            uint colour = ((uint)(i + frame) * 2654435761) % (uint)colours * 2654435769;
            (byte r, byte g, byte b) = ((byte)(colour >> 24), (byte)(colour >> 16), (byte)(colour >> 8));
            new[] { r, g, b }.CopyTo(picture.Row(i / width)[(i % width * 3)..]);
        }

        return picture;
    }
}
