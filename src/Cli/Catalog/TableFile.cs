using ScoreSde.Schedules;

namespace ScoreSde.Cli.Catalog;

/// <summary>
/// A schedule from a text file of at most 100,000 numbers. Those that strictly
/// decrease and start above ½ are ᾱ_1 … ᾱ_T, all others β_1 … β_T.
/// </summary>
internal static class TableFile
{
    // Each takes a hundred bytes as a curve.
    private const int MostSteps = 100_000;

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

        double[] numbers = NumberFile.Read(path);
        if (numbers.Length > MostSteps)
        {
            throw new ArgumentException($"the file has {numbers.Length} numbers; a chain in a file has at most {MostSteps} steps.");
        }

        bool isAlphaBar = numbers.Length > 1 && numbers[0] > 0.5 && Enumerable.Range(1, numbers.Length - 1).All(i => numbers[i] < numbers[i - 1]);
        string name = $"table:{path}";
        return isAlphaBar ? TableSchedule.FromAlphaBars(numbers, name) : TableSchedule.FromBetas(numbers, name);
    }
}
