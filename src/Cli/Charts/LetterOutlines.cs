using System.Globalization;

namespace ScoreSde.Cli.Charts;

/// <summary>The outlines of letters, from the program itself: no machine needs a font.</summary>
internal static class LetterOutlines
{
    private const double Units = 2048;
    private const string Unknown = "\uFFFD";

    // A curve of a letter is a few pixels long.
    private const int PartsOfCurve = 6;

    private static readonly Lazy<Dictionary<int, Glyph>> All = new(Read);

    /// <summary>The height of a line of text of size 1, from the top of high letters to the foot of low ones.</summary>
    public const double LineHeight = Ascent + Descent;

    /// <summary>How far letters of size 1 rise above the line that they stand on.</summary>
    public const double Ascent = 0.76;

    /// <summary>How far they fall below it.</summary>
    public const double Descent = 0.24;

    /// <summary>The width of a text of size 1.</summary>
    public static double Width(string text) => text.EnumerateRunes().Sum(static rune => Of(rune.Value).Advance);

    /// <summary>The contours of a text of size 1 whose first letter stands at the origin, y downwards.</summary>
    public static IEnumerable<(double X, double Y)[]> Contours(string text)
    {
        double at = 0;
        foreach (System.Text.Rune rune in text.EnumerateRunes())
        {
            Glyph glyph = Of(rune.Value);
            foreach ((double X, double Y)[] contour in glyph.Contours)
            {
                yield return [.. contour.Select(point => (point.X + at, point.Y))];
            }

            at += glyph.Advance;
        }
    }

    private static Glyph Of(int code) => All.Value.TryGetValue(code, out Glyph? glyph) ? glyph : All.Value[Unknown[0]];

    private static Dictionary<int, Glyph> Read()
    {
        using Stream stream = typeof(LetterOutlines).Assembly.GetManifestResourceStream("charts/glyphs.txt") ?? throw new InvalidOperationException("The program has no letters in it.");
        using var reader = new StreamReader(stream);
        var glyphs = new Dictionary<int, Glyph>();
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith('#'))
            {
                string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                glyphs.Add(int.Parse(words[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture), new(Number(words[1]), [.. Outlines(words)]));
            }
        }

        return glyphs;
    }

    private static IEnumerable<(double X, double Y)[]> Outlines(string[] words)
    {
        var points = new List<(double X, double Y)>();
        for (int i = 2; i < words.Length;)
        {
            if (words[i] == "M" && points.Count > 0)
            {
                yield return [.. points];
                points.Clear();
            }

            switch (words[i])
            {
                case "M":
                case "L":
                    points.Add(Point(i + 1));
                    i += 3;
                    break;
                case "Q":
                    ((double X, double Y) from, (double X, double Y) by, (double X, double Y) to) = (points[^1], Point(i + 1), Point(i + 3));
                    for (int k = 1; k <= PartsOfCurve; k++)
                    {
                        double u = (double)k / PartsOfCurve;
                        (double a, double b, double c) = ((1 - u) * (1 - u), 2 * u * (1 - u), u * u);
                        points.Add(((a * from.X) + (b * by.X) + (c * to.X), (a * from.Y) + (b * by.Y) + (c * to.Y)));
                    }

                    i += 5;
                    break;
                default:
                    throw new InvalidDataException($"'{words[i]}' draws no letter.");
            }
        }

        if (points.Count > 0)
        {
            yield return [.. points];
        }

        (double X, double Y) Point(int at) => (Number(words[at]), -Number(words[at + 1]));
    }

    private static double Number(string word) => int.Parse(word, CultureInfo.InvariantCulture) / Units;

    private sealed record Glyph(double Advance, (double X, double Y)[][] Contours);
}
