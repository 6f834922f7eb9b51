using System.Globalization;

namespace ScoreSde.Cli.Catalog;

/// <summary>A text file of numbers: one a line, empty lines and lines that begin with # left out.</summary>
internal static class NumberFile
{
    private const int MostLines = 1_000_000;

    /// <summary>The numbers, all finite.</summary>
    /// <exception cref="ArgumentException">A line is not a number, or there are too many.</exception>
    public static double[] Read(string path) => [.. Numbers(path)];

    private static IEnumerable<double> Numbers(string path)
    {
        int line = 0;
        foreach (string text in File.ReadLines(path))
        {
            line++;
            string word = text.Trim();
            if (line > MostLines)
            {
                throw new ArgumentException($"the file has more than {MostLines} lines.");
            }

            if (word.Length == 0 || word[0] == '#')
            {
                continue;
            }

            yield return double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
                ? number
                : throw new ArgumentException($"line {line} is not a number.");
        }
    }
}
