using System.Globalization;
using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Output;
using ScoreSde.Discrete;
using ScoreSde.Processes;
using ScoreSde.TimeGrids;

namespace ScoreSde.Cli.Catalog;

/// <summary>Names of time grids.</summary>
internal static class GridCatalog
{
    /// <summary>The grid taken where <c>--grid</c> is not given.</summary>
    public const string Default = "balanced";

    private const int ChainSteps = 1000;

    // Index grids name the times i/1000; the chain serves to turn indices into times, its rates do not matter.
    private static readonly DdpmChain Chain = DdpmChain.Linear(ChainSteps);

    /// <summary>All grids.</summary>
    public static Shelf<GridRule> Shelf { get; } = new(
        "grid",
        "grids",
        new("balanced", "arctan √(σ/1.6α) uniform: densest in λ where data and noise mix, on every process and schedule", new(static (process, range, n) => BalancedGrid.Of(process, n, range)), "default"),
        new("uniform", "t_i = 1 − i/n", new(static (_, range, n) => Grids.Uniform(n, range)), "t"),
        new("quadratic", "√t uniform: t_i = (1 − i/n)²", new(static (_, range, n) => Grids.Quadratic(n, range)), "sqrt-t"),
        new("lambda", "λ = ln(α/σ) uniform from t = 1 to 0.001, then t = 0", new(static (process, range, n) => Grids.UniformLambda(process, n, range.Maximum, End(range))), "log-snr", "exponential"),
        new("karras", "σ/α by Karras's rule, ρ = 7, from t = 1 to 0.001, then t = 0", new(static (process, range, n) => Grids.Karras(process, n, range.Maximum, End(range))), "edm"),
        new("made", "made for 2M and Gaussian data of variances 0.1 … 10, for each n anew (scoresde grid)", new(MadeGrids.Of) { MostSteps = static _ => MadeGrids.MostSteps }),
        new("shift", "shift:S (3): u = σ/(α + σ) at S w/(1 + (S − 1) w), w uniform: flows of large pictures", Shift([3])),
        new("beta", "beta:A,B (0.6,0.6): t at the quantiles 1 − i/n of the law Beta(A, B)", Beta([0.6, 0.6])),
        Index("leading", "indices 1, 1 + ⌊T/n⌋, … of a chain of T = 1000, then t = 0", IndexGrids.Leading),
        Index("trailing", "indices T k/n of a chain of T = 1000, then t = 0", IndexGrids.Trailing),
        Index("linspace", "n indices evenly from 1 to T = 1000, then t = 0", IndexGrids.Linspace));

    /// <summary>The grid of a name or in a file, or null and a fault.</summary>
    public static Entry<GridRule>? Find(string word, Faults faults)
    {
        if (Shelf.Entries.FirstOrDefault(entry => entry.Answers(word)) is { } known)
        {
            return known;
        }

        if (Numbered(word, faults) is { } numbered)
        {
            return numbered.Rule is { } rule ? new Entry<GridRule>(word, "a rule with numbers", rule) : null;
        }

        if (!File.Exists(word))
        {
            faults.Add(Shelf.Unknown(word));
            return null;
        }

        try
        {
            TimeGrid grid = GridFile.Read(word);
            return new Entry<GridRule>(word, "times from a file", new(grid));
        }
        catch (ArgumentException fault)
        {
            faults.Add($"{word}: {FailureSentence.Of(fault)}");
            return null;
        }
    }

    private static GridRule Shift(double[] numbers) => new((process, range, n) => Grids.Shift(process, n, numbers[0], range)) { MayCrowd = true };

    private static GridRule Beta(double[] numbers) => new((_, range, n) => Grids.Beta(n, numbers[0], numbers[1], range)) { MayCrowd = true };

    // A rule with its numbers after a colon; null where the word is none, and a fault where its numbers are none.
    private static (GridRule? Rule, bool IsOne)? Numbered(string word, Faults faults)
    {
        (string Name, int Count, Func<double[], GridRule> Make)[] rules = [("shift", 1, Shift), ("beta", 2, Beta)];
        int colon = word.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || Array.FindIndex(rules, rule => rule.Name.Equals(word[..colon], StringComparison.OrdinalIgnoreCase)) is not (>= 0 and int found))
        {
            return null;
        }

        string[] parts = word[(colon + 1)..].Split(',');
        var numbers = new double[parts.Length];
        bool fits = parts.Length == rules[found].Count;
        for (int i = 0; i < numbers.Length; i++)
        {
            fits &= double.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]) && numbers[i] is > 0 and < 1e6;
        }

        if (!fits)
        {
            faults.Add($"Grid '{word}' needs {(rules[found].Count == 1 ? "one number" : "two numbers")} above 0 and below 1e6 after the colon.");
            return (null, true);
        }

        return (rules[found].Make(numbers), true);
    }

    // Where the rules in λ end by themselves.
    private static double End(TimeRange range) => Math.Max(1e-3, range.Minimum);

    private static Entry<GridRule> Index(string name, string summary, Func<int, int, int[]> indices) => new(
        name,
        summary,
        new((_, range, n) => IndexGrids.ToTimeGrid(Chain, IndexGrids.Within(range, ChainSteps, n, indices), name))
        {
            MostSteps = static range => IndexGrids.Count(range, ChainSteps),
        });
}
