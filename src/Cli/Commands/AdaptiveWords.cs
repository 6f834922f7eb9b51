using System.CommandLine;
using ScoreSde.Adaptive;
using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Catalog;

namespace ScoreSde.Cli.Commands;

/// <summary>The words that set an adaptive method.</summary>
internal sealed class AdaptiveWords(Option<string> relative, Option<string> absolute)
{
    /// <summary>Both tolerances where none is given.</summary>
    public const double DefaultTolerance = 1e-4;

    /// <summary>Below this the roundings of float would be taken for errors of the step.</summary>
    public const double LeastInFloat = 1e-5;

    /// <summary>Below this the same holds for double.</summary>
    public const double LeastInDouble = 1e-13;

    /// <summary>The method of a name, or null and no fault where there is no name; words that do not go together are faults.</summary>
    public IAdaptiveMethod? Read(ArgumentReader words, string? name, ElementType element, params Option<string>[] ofGrids)
    {
        double r = words.Real(relative, DefaultTolerance, 0, 1);
        double a = words.Real(absolute, DefaultTolerance, 0, double.PositiveInfinity, open: true);
        if (name is null)
        {
            foreach (Option<string> option in new[] { relative, absolute }.Where(words.Has))
            {
                words.Faults.Add($"{option.Name} is for an adaptive solver; 'scoresde list adaptive' shows them.");
            }

            return null;
        }

        foreach (Option<string> option in ofGrids.Where(words.Has))
        {
            words.Faults.Add($"{option.Name} contradicts solver '{name}', which chooses its own steps; give --rtol and --atol.");
        }

        if (element == ElementType.Float && Math.Max(r, a) < LeastInFloat)
        {
            words.Faults.Add($"--rtol or --atol must be at least {LeastInFloat:R} in float; give --dtype double.");
        }

        return AdaptiveCatalog.Shelf.Find(name, words.Faults)?.Value(new Tolerance(r, a));
    }
}
