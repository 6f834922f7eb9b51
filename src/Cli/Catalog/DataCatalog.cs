using ScoreSde.Cli.Arguments;
using ScoreSde.Data;

namespace ScoreSde.Cli.Catalog;

/// <summary>
/// Names of data to learn from; any other word is a file or folder. Of finite data a fifth is held out, by which samples are judged later; a law of the
/// plane is drawn from anew for that.
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

    /// <summary>
    /// What opens the training rows of a request, in their own units or those of a network; null and a fault where there is no such data.
    /// </summary>
    public static Func<DataUnits?, DataSet>? Find(DataRequest request, Faults faults)
    {
        if (Shelf.Entries.FirstOrDefault(entry => entry.Answers(request.Name)) is { } known)
        {
            if (request is not { Labels: null, Layout: null })
            {
                faults.Add($"'{request.Name}' is in the program: --labels and --layout are for files.");
            }

            return units => DataSets.InUnits(known.Value(), units);
        }

        if (DataSets.Exist(request.Name))
        {
            return units => DataSets.Split(request, units).Training;
        }

        faults.Add(Shelf.Unknown(request.Name, "data set, file or folder"));
        return null;
    }

    private static Entry<Func<DataSet>> Law(string name, string summary) => new(name, summary, () => DataSets.Open(name));
}
