using System.Globalization;

namespace ScoreSde.Mutation.Coverage;

/// <summary>Which tests run which piece of the project, from one run of all of them without a slip.</summary>
internal sealed class CoverageMap
{
    private readonly Dictionary<string, MarkedFile> files;
    private readonly HashSet<string>[] tests;

    private CoverageMap(Dictionary<string, MarkedFile> files, HashSet<string>[] tests)
    {
        this.files = files;
        this.tests = tests;
    }

    /// <summary>Reads what the tests' process wrote: a line for each test, its id and the marks that it left.</summary>
    public static CoverageMap Read(Dictionary<string, MarkedFile> files, string path)
    {
        var tests = new HashSet<string>[files.Values.Sum(file => file.Places.Count)];
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

        return new CoverageMap(files, tests);
    }

    /// <summary>
    /// The tests to ask: those that run the innermost piece with the slip in it; where it is in a field that no other file sees, those that run anything of the
    /// file. Null if that is none, or if the slip may act anywhere.
    /// </summary>
    public HashSet<string>? TestsOf(Mutant mutant)
    {
        MarkedFile file = files[mutant.File];
        int mark = file.Places.Where(entry => entry.Place.Contains(mutant.Start)).OrderBy(entry => entry.Place.Length).Select(entry => entry.Mark).FirstOrDefault(-1);
        HashSet<string> asked = mark >= 0 ? tests[mark] : file.Private.Any(place => place.Contains(mutant.Start)) ? TestsOfFile(mutant.File) : [];
        return asked.Count > 0 ? asked : null;
    }

    /// <summary>The tests that run anything of a file.</summary>
    public HashSet<string> TestsOfFile(string file) => [.. files[file].Places.SelectMany(entry => tests[entry.Mark])];
}
