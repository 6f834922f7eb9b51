using System.Globalization;
using ScoreSde.Adaptive;
using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Commands;
using ScoreSde.Comparison.Contestants;

namespace ScoreSde.Cli.Catalog;

/// <summary>A method that chooses its steps, with one number for both of its tolerances, under the name that tables repeat: <c>dopri5:0.01</c>.</summary>
/// <param name="Name">The name.</param>
/// <param name="Method">The method.</param>
internal sealed record ToleratedMethod(string Name, IAdaptiveMethod Method)
{
    /// <summary>The method as one that is compared.</summary>
    public AdaptiveContestant AsContestant() => new(Name, Method);

    /// <summary>Whether a word names such a method, whatever follows its colon.</summary>
    public static bool Knows(string word) => AdaptiveCatalog.Knows(word.Split(':')[0]);

    /// <summary>The method of a word such as <c>dopri5</c> or <c>tsit5:0.001</c>, or null and a fault.</summary>
    public static ToleratedMethod? Find(string word, ElementType element, Faults faults)
    {
        string[] parts = word.Split(':', 2);
        double tolerance = AdaptiveWords.DefaultTolerance;
        double least = element == ElementType.Float ? AdaptiveWords.LeastInFloat : AdaptiveWords.LeastInDouble;
        if (parts.Length == 2
            && !(double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out tolerance) && tolerance >= least && tolerance <= 1))
        {
            faults.Add($"The tolerance of '{parts[0]}' must be a number from {least:R} to 1, not '{parts[1]}'.");
            return null;
        }

        return AdaptiveCatalog.Shelf.Find(parts[0], faults) is { } entry
            ? new ToleratedMethod($"{entry.Name}:{tolerance:R}", entry.Value(new Tolerance(tolerance, tolerance)))
            : null;
    }
}
