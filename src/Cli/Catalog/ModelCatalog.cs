using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Models;
using ScoreSde.Processes;
using ScoreSde.Scores;

namespace ScoreSde.Cli.Catalog;

/// <summary>Names of models; any other word is the name of a checkpoint file.</summary>
internal static class ModelCatalog
{
    /// <summary>What <c>sample</c> and <c>forward</c> take where <c>--model</c> is not given.</summary>
    public const string Default = "mixture8";

    /// <summary>What <c>compare</c> takes where <c>--model</c> is not given.</summary>
    public static readonly string[] Compared = ["mixture8"];

    /// <summary>All named models.</summary>
    public static Shelf<ModelChoice> Shelf { get; } = new(
        "model",
        "models",
        new("gaussian", "N((1, −1), [[2, 1.2], [1.2, 1]]) with its exact score", new(true, static process => new MixtureModel("gaussian", Gaussian(), process!))),
        new("mixture8", "eight Gaussians of deviation 0.3 on a circle of radius 4, exact score", new(true, static process => new MixtureModel("mixture8", GaussianMixture.Ring(), process!))));

    /// <summary>The model of the words after <c>--model</c>, <c>--process</c> and <c>--schedule</c> (null: not given), or null and a fault.</summary>
    public static Model? Find(string name, string? process, string? schedule, Faults faults)
    {
        if (Shelf.Find(name, faults) is not { } entry)
        {
            return null;
        }

        if (entry.Value.TakesProcess)
        {
            return ProcessCatalog.Make(process, schedule, faults) is { } made ? entry.Value.Make(made) : null;
        }

        return entry.Value.Make(null);
    }

    private static GaussianMixture Gaussian() =>
        GaussianMixture.Of(Scores.Gaussian.WithCovariance([1, -1], new double[,] { { 2, 1.2 }, { 1.2, 1 } }));
}
