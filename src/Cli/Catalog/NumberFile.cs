using System.Globalization;
using ScoreSde.Data;
using ScoreSde.Data.Files;

namespace ScoreSde.Cli.Catalog;

/// <summary>A text file of numbers: one a line, empty lines and lines that begin with # left out; at most 16 MiB.</summary>
internal static class NumberFile
{
    private const int MostLines = 1_000_000;
    private const long MostBytes = 16 << 20;

    /// <summary>The numbers, all finite.</summary>
    /// <exception cref="ArgumentException">The file cannot be read, is too long, or a line is not a number.</exception>
    public static double[] Read(string path)
    {
        try
        {
            using Stream stream = InputFile.Open(path, MostBytes);
            return stream.Length <= MostBytes
                ? [.. Numbers(stream)]
                : throw new ArgumentException($"the file has more than {MostBytes} bytes.");
        }
        catch (DataFileException fault)
        {
            throw new ArgumentException(fault.Fault, fault);
        }
    }

    private static IEnumerable<double> Numbers(Stream stream)
    {
        using var text = new StreamReader(stream, leaveOpen: true);
        int line = 0;
        while (text.ReadLine() is { } words)
        {
            line++;
            string word = words.Trim();
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
