using System.Globalization;
using System.Text;
using ScoreSde.Mutation.Testing;

namespace ScoreSde.Mutation.Reports;

/// <summary>Results as Markdown: the score of each folder with its interval, and the survivors.</summary>
internal static class ScoreTable
{
    public static string Of(IEnumerable<string> files)
    {
        // A slip that was tried again counts as it ended last.
        MutantResult[] results = [.. files.SelectMany(ResultFile.Read).GroupBy(result => result.Mutant).Select(group => group.Last())];
        var text = new StringBuilder("| folder | slips | tried | noticed | not noticed | score | 95 % interval |\n| --- | ---: | ---: | ---: | ---: | ---: | --- |\n");
        foreach (IGrouping<string, MutantResult> folder in results.GroupBy(result => result.Mutant.Folder).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            Row(text, folder.Key, folder.Max(result => result.Population), [.. folder]);
        }

        Row(text, "**together**", results.GroupBy(result => result.Mutant.Folder).Sum(group => group.Max(result => result.Population)), results);
        text.Append("\nNot noticed:\n\n");
        foreach (MutantResult result in results.Where(result => result.Verdict == Verdict.Survived).OrderBy(result => result.Mutant.File, StringComparer.Ordinal).ThenBy(result => result.Mutant.Line))
        {
            Mutant mutant = result.Mutant;
            text.Append(CultureInfo.InvariantCulture, $"- `{mutant.File}:{mutant.Line}` {mutant.Kind}: `{mutant.Before}` → `{mutant.After}`\n");
        }

        return text.ToString();
    }

    private static void Row(StringBuilder text, string name, int population, MutantResult[] results)
    {
        int noticed = results.Count(result => result.Verdict != Verdict.Survived);
        (double low, double high) = Wilson(noticed, results.Length);
        text.Append(
            CultureInfo.InvariantCulture,
            $"| {name} | {population} | {results.Length} | {noticed} | {results.Length - noticed} | {100.0 * noticed / results.Length:F1} % | {100 * low:F1} to {100 * high:F1} % |\n");
    }

    // Wilson's interval for a share, E. B. Wilson, 1927.
    private static (double Low, double High) Wilson(int right, int count)
    {
        const double Z = 1.96;
        double share = (double)right / count;
        double middle = share + (Z * Z / (2 * count));
        double half = Z * Math.Sqrt((share * (1 - share) / count) + (Z * Z / (4.0 * count * count)));
        double scale = 1 + (Z * Z / count);
        return ((middle - half) / scale, (middle + half) / scale);
    }
}
