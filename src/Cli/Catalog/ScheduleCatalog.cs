using System.Globalization;
using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Output;
using ScoreSde.Discrete;
using ScoreSde.Schedules;

namespace ScoreSde.Cli.Catalog;

/// <summary>Names of noise schedules; what they need follows a colon: <c>linear:0.1,20</c>.</summary>
internal static class ScheduleCatalog
{
    /// <summary>All schedules. Each makes itself from the words after the colon, or from null.</summary>
    public static Shelf<Func<string?, INoiseSchedule>> Shelf { get; } = new(
        "schedule",
        "schedules",
        new("linear", "linear:β0,β1 (0.1,20): β(t) = β0 + t (β1 − β0)", static words => Pair(words, "β0,β1", 0.1, 20, static (a, b) => new LinearSchedule(a, b))),
        new("cosine", "cosine: ᾱ(t) = cos² of a line, β at most 999", Cosine),
        new("geometric", "geometric:min,max (0.01,50): √∫β runs geometrically, for ve", static words => Pair(words, "min,max", 0.01, 50, static (a, b) => new GeometricSchedule(a, b))),
        Chain("ddpm"),
        Chain("scaled-linear"),
        Chain("sigmoid"),
        Chain("cosine-ddpm"),
        new("straight", "straight: √ᾱ = 1 − t, for flow", static words => words is null ? new StraightSchedule() : throw new ArgumentException("straight takes no numbers.")),
        new("edm", "edm:max (80): σ = max · t under ve, the clock of EDM", Edm),
        new("zero-snr", "zero-snr:SCHEDULE: a chain by its name or table:FILE, moved so that ᾱ_T = 0 (Lin et al. 2024, alg. 1)", ZeroSnr),
        new("table", "table:FILE: β_1 … β_T or ᾱ_1 … ᾱ_T of a chain, one number a line; a table that decreases from near 1 is one of ᾱ", TableFile.Read));

    /// <summary>The schedule of a word such as <c>linear:0.1,20</c>, or null and a fault; null for null.</summary>
    public static INoiseSchedule? Read(string? word, Faults faults)
    {
        if (word is null)
        {
            return null;
        }

        int colon = word.IndexOf(':', StringComparison.Ordinal);
        string name = colon < 0 ? word : word[..colon];
        string? rest = colon < 0 ? null : word[(colon + 1)..];
        if (Shelf.Find(name, faults) is not { } entry)
        {
            return null;
        }

        try
        {
            return entry.Value(rest);
        }
        catch (Exception bad) when (bad is ArgumentException or IOException or UnauthorizedAccessException)
        {
            faults.Add($"Schedule '{word}' cannot be made: {FailureSentence.Of(bad)}");
            return null;
        }
    }

    private static Entry<Func<string?, INoiseSchedule>> Chain(string name)
    {
        NamedChain chain = KnownChains.All.Single(known => known.Name == name);
        string usual = string.Join(",", chain.Usual.Select(static number => $"{number:R}"));
        return new(name, $"{name}:{chain.Form} ({usual}): the chain {chain.Summary}", words => chain.Of(words).ToSchedule());
    }

    private static LinearSchedule Edm(string? words) =>
        words is null ? Edm(80)
        : double.TryParse(words, NumberStyles.Float, CultureInfo.InvariantCulture, out double highest) ? Edm(highest)
        : throw new ArgumentException("one number, the highest σ, is needed after the colon.");

    // σ² = ∫β = max² t².
    private static LinearSchedule Edm(double highest) => highest > 0 && highest < 1e150
        ? new LinearSchedule(0, 2 * highest * highest)
        : throw new ArgumentException($"the highest σ must lie above 0 and below 1e150, not at {highest:R}.");

    private static TableSchedule ZeroSnr(string? words)
    {
        const string Table = "table:";
        TableSchedule? table = words is null ? null
            : words.StartsWith(Table, StringComparison.Ordinal) ? (TableSchedule)TableFile.Read(words[Table.Length..])
            : KnownChains.Parse(words)?.ToSchedule();
        return table?.ToZeroTerminalSnr()
            ?? throw new ArgumentException($"a chain is needed after the colon: {string.Join(", ", KnownChains.All.Select(static chain => chain.Name))} or {Table}FILE.");
    }

    private static CosineSchedule Cosine(string? words) =>
        words is null ? new CosineSchedule() : throw new ArgumentException("cosine takes no numbers.");

    private static INoiseSchedule Pair(string? words, string form, double first, double second, Func<double, double, INoiseSchedule> make)
    {
        if (words is null)
        {
            return make(first, second);
        }

        string[] parts = words.Split(',');
        return parts.Length == 2
            && double.TryParse(parts[0], NumberStyles.Float, CultureInfo.InvariantCulture, out double a)
            && double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out double b)
            ? make(a, b)
            : throw new ArgumentException($"two numbers {form} are needed after the colon.");
    }
}
