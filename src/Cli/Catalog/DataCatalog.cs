using ScoreSde.Cli.Arguments;
using ScoreSde.Data;

namespace ScoreSde.Cli.Catalog;

/// <summary>
/// Names of data to learn from; any other word is a folder of IDX files or an .npy file. Of finite data a fifth is held out, by
/// which samples are judged later; a law of the plane is drawn from anew for that.
/// </summary>
internal static class DataCatalog
{
    /// <summary>All named data.</summary>
    public static Shelf<Func<DataSet>> Shelf { get; } = new(
        "data set",
        "data",
        new(Digits.Name, "1,797 handwritten digits of 8×8 pixels, 0..16, ten classes", static () => DataSets.Split(Digits.Name).Training),
        Law("mixture8", "eight Gaussians of deviation 0.3 on a circle of radius 4"),
        Law("checkerboard", "the dark squares of a checkerboard"),
        Law("swissroll", "a spiral in the plane"),
        Law("moons", "two half circles that clasp each other"));

    /// <summary>What opens the data of a word: a name, a folder or a file; null and a fault where there is none.</summary>
    public static Func<DataSet>? Find(string word, Faults faults)
    {
        if (Shelf.Entries.FirstOrDefault(entry => entry.Answers(word)) is { } known)
        {
            return known.Value;
        }

        if (Directory.Exists(word) || File.Exists(word))
        {
            return () => DataSets.Split(word).Training;
        }

        faults.Add(Shelf.Unknown(word, "data set, file or folder"));
        return null;
    }

    private static Entry<Func<DataSet>> Law(string name, string summary) => new(name, summary, () => DataSets.Open(name));
}
