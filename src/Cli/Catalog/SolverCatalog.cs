using ScoreSde.Cli.Arguments;
using ScoreSde.Solvers;

namespace ScoreSde.Cli.Catalog;

/// <summary>Names of solvers. A number after a colon sets a method's parameter: <c>ddim:0.5</c>.</summary>
internal static class SolverCatalog
{
    /// <summary>What <c>compare</c> takes where <c>--solvers</c> is not given.</summary>
    public static readonly string[] Compared = ["em", "euler"];

    /// <summary>All solvers.</summary>
    public static Shelf<SolverChoice> Shelf { get; } = new(
        "solver",
        "solvers",
        Entry(new SolverChoice(static rate => new EulerMaruyama(rate), "Noise rate", 1, 0, 4), "euler-maruyama"),
        Entry(new SolverChoice(static _ => new EulerMaruyama(0)), "pf-euler"));

    /// <summary>The solver of a word such as <c>heun</c> or <c>ddim:0.5</c>, or null and a fault.</summary>
    public static NamedSolver? Find(string word, Faults faults)
    {
        int colon = word.IndexOf(':', StringComparison.Ordinal);
        string name = colon < 0 ? word : word[..colon];
        string? number = colon < 0 ? null : word[(colon + 1)..];
        if (Shelf.Find(name, faults) is not { } entry || entry.Value.Read(entry.Name, number, faults) is not { } solver)
        {
            return null;
        }

        return new NamedSolver(number is null ? entry.Name : $"{entry.Name}:{number}", solver);
    }

    private static Entry<SolverChoice> Entry(SolverChoice choice, params string[] aliases)
    {
        SolverFacts facts = choice.Default.Facts;
        return new Entry<SolverChoice>(facts.Name, facts.Title, choice, aliases);
    }
}
