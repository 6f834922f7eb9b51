using ScoreSde.Adaptive;

namespace ScoreSde.Cli.Catalog;

/// <summary>Names of methods that choose their steps.</summary>
internal static class AdaptiveCatalog
{
    /// <summary>All of them: each makes itself of a tolerance.</summary>
    public static Shelf<Func<Tolerance, IAdaptiveMethod>> Shelf { get; } = new(
        "adaptive solver",
        "adaptive",
        [.. KnownAdaptiveMethods.All.Select(static make => new Entry<Func<Tolerance, IAdaptiveMethod>>(
            make(new Tolerance()).Name, $"{make(new Tolerance()).Title}; {make(new Tolerance()).Source}", make))]);

    /// <summary>Whether a word is one of them.</summary>
    public static bool Knows(string word) => Shelf.Entries.Any(entry => entry.Answers(word));
}
