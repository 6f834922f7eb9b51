using System.Globalization;
using ScoreSde.Schedules;

namespace ScoreSde.Cli.Catalog;

/// <summary>
/// A schedule from a text file: one number a line, empty lines and lines that begin with # left out. Numbers that strictly
/// decrease and start above ½ are ᾱ_1 … ᾱ_T, all others β_1 … β_T.
/// </summary>
internal static class TableFile
{
    private const int MostLines = 1_000_000;

    /// <summary>Reads the file.</summary>
    /// <exception cref="ArgumentException">The file is missing or is not such a table.</exception>
    public static INoiseSchedule Read(string? path)
    {
        if (string.IsNullOrWhiteSpace(path))
        {
            throw new ArgumentException("a file name is needed after the colon.");
        }

        if (!File.Exists(path))
        {
            throw new ArgumentException($"there is no file '{path}'.");
        }

        double[] numbers = [.. Numbers(path)];
        bool isAlphaBar = numbers.Length > 1 && numbers[0] > 0.5 && Enumerable.Range(1, numbers.Length - 1).All(i => numbers[i] < numbers[i - 1]);
        string name = $"table:{path}";
        return isAlphaBar ? TableSchedule.FromAlphaBars(numbers, name) : TableSchedule.FromBetas(numbers, name);
    }

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
