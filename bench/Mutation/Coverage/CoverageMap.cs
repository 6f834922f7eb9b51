using System.Globalization;
using Microsoft.CodeAnalysis.Text;

namespace ScoreSde.Mutation.Coverage;

/// <summary>Which tests run which piece of the project, from one run of all of them without a slip.</summary>
internal sealed class CoverageMap
{
    private readonly Dictionary<string, List<(TextSpan Place, int Mark)>> places;
    private readonly HashSet<string>[] tests;

    private CoverageMap(Dictionary<string, List<(TextSpan Place, int Mark)>> places, HashSet<string>[] tests)
    {
        this.places = places;
        this.tests = tests;
    }

    /// <summary>Reads what the tests' process wrote: a line for each test, its id and the marks that it left.</summary>
    public static CoverageMap Read(Dictionary<string, List<(TextSpan Place, int Mark)>> places, string path)
    {
        var tests = new HashSet<string>[places.Values.Sum(list => list.Count)];
        for (int i = 0; i < tests.Length; i++)
        {
            tests[i] = [];
        }

        foreach (string line in File.ReadLines(path))
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            foreach (string word in words.AsSpan(1))
            {
                tests[int.Parse(word, CultureInfo.InvariantCulture)].Add(words[0]);
            }
        }

        return new CoverageMap(places, tests);
    }

    /// <summary>The tests that run the innermost piece with the slip in it; null if it is in none, or if none runs it.</summary>
    public HashSet<string>? TestsOf(Mutant mutant)
    {
        (TextSpan _, int mark) = places.GetValueOrDefault(mutant.File, [])
            .Where(entry => entry.Place.Contains(mutant.Start))
            .DefaultIfEmpty((default, -1))
            .MinBy(entry => entry.Item1.Length);
        return mark >= 0 && tests[mark].Count > 0 ? tests[mark] : null;
    }

    /// <summary>The tests that run anything of a file.</summary>
    public HashSet<string> TestsOfFile(string file) => [.. places.GetValueOrDefault(file, []).SelectMany(entry => tests[entry.Mark])];
}
