using ScoreSde.Data;
using ScoreSde.Scores;

namespace ScoreSde.Cli.Models;

/// <summary>The laws of data in the program whose density is exact.</summary>
internal static class KnownLaw
{
    private const string Ring = "mixture8";

    /// <summary>The law of data of that name in its natural units, or null.</summary>
    public static GaussianMixture? Of(string name) => name == Ring ? GaussianMixture.Ring() : null;

    /// <summary>The law of what a network is trained on, in the network's units, or null.</summary>
    public static GaussianMixture? Of(DataDescription data) => data.IsBuiltIn && Of(data.Name) is { } natural ? LawUnits.ToNetwork(natural, data.Scaling) : null;
}
