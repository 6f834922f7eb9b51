using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using ScoreSde.Cli.Output;

namespace ScoreSde.Cli.Arguments;

/// <summary>Takes values out of parsed words. A bad value is noted as a fault and replaced by the fallback.</summary>
internal sealed class ArgumentReader(ParseResult words, Faults faults)
{
    private const int MostThreads = 1024;

    // Threads that wait for a processor cost more than they bring.
    private const int ThreadsPerProcessor = 4;

    /// <summary>What is wrong so far.</summary>
    public Faults Faults { get; } = faults;

    /// <summary>What is worth a word before the work, and no fault.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>The word of an option as it was typed.</summary>
    public string? Typed(Option<string> option) => words.GetValue(option);

    /// <summary>Whether the option was given.</summary>
    public bool Has(Option option) => words.GetResult(option) is { Implicit: false };

    /// <summary>The command line as it is typed at a shell, without some of its options.</summary>
    public string CommandWithout(params IReadOnlyCollection<Option> options) => string.Join(
        ' ',
        words.CommandResult.Children.OfType<OptionResult>()
            .Where(result => !result.Implicit && !options.Contains(result.Option))
            .SelectMany(static result => result.Tokens.Select(static token => token.Value).Prepend(result.Option.Name))
            .Prepend(words.CommandResult.Command.Name)
            .Prepend("scoresde")
            .Select(ShellWord.Of));

    /// <summary>The words that say what a run gives, without some options, sorted by their names, so that their order does not matter.</summary>
    public string Essence(params IReadOnlyCollection<Option> without) => string.Join(
        ' ',
        words.CommandResult.Children.OfType<OptionResult>()
            .Where(result => !result.Implicit && !without.Contains(result.Option))
            .OrderBy(static result => result.Option.Name, StringComparer.Ordinal)
            .SelectMany(static result => result.Tokens.Select(static token => token.Value).Prepend(result.Option.Name))
            .Prepend(words.CommandResult.Command.Name)
            .Prepend("scoresde")
            .Select(ShellWord.Of));

    /// <summary>Whether a switch was given.</summary>
    public bool Switch(Option<bool> option) => words.GetValue(option);

    /// <summary>The files that options name, by the options' names.</summary>
    public IEnumerable<(string Option, string Path)> Inputs() =>
        from result in words.CommandResult.Children.OfType<OptionResult>()
        where !result.Implicit && FileWords.IsInput(result.Option) && result.Tokens.Count == 1
        let path = FileWords.FileOf(result.Tokens[0].Value)
        where Path.Exists(path)
        select (result.Option.Name, path);

    /// <summary>The words of an option, or null where it was not given; an empty word is a fault.</summary>
    public string? Text(Option<string> option)
    {
        string? text = words.GetValue(option);
        if (text is not null && string.IsNullOrWhiteSpace(text))
        {
            Faults.Add($"{option.Name} is empty.");
            return null;
        }

        return text;
    }

    /// <summary>The word of an argument, or null.</summary>
    public string? Text(Argument<string> argument) => words.GetValue(argument);

    /// <summary>The words of an argument.</summary>
    public string[] Texts(Argument<string[]> argument) => words.GetValue(argument) ?? [];

    /// <summary>A whole number in [least, most].</summary>
    public int Whole(Option<string> option, int fallback, int least = 1, int most = int.MaxValue) =>
        Text(option) is { } text ? WholeNumber(option.Name, text, fallback, least, most) : fallback;

    /// <summary>A whole number in [1, most] that may be beyond 2³¹.</summary>
    public long Long(Option<string> option, long fallback, long most)
    {
        if (Text(option) is not { } text)
        {
            return fallback;
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) && value >= 1 && value <= most)
        {
            return value;
        }

        Faults.Add($"{option.Name} must be a whole number from 1 to {most}, not '{text}'.");
        return fallback;
    }

    /// <summary>A number of threads; 0, which means one for each processor, where the option was not given.</summary>
    public int Threads(Option<string> option)
    {
        int asked = Whole(option, fallback: 0, least: 1, most: MostThreads);
        int most = ThreadsPerProcessor * Environment.ProcessorCount;
        if (asked > most)
        {
            Notes.Add($"{option.Name} {asked} is more than {Environment.ProcessorCount} processors can carry; taking {most}. The results do not depend on it.");
        }

        return Math.Min(asked, most);
    }

    /// <summary>A whole number, or null where the option was not given.</summary>
    public int? WholeOrNone(Option<string> option, int least = 1, int most = int.MaxValue) =>
        Text(option) is { } text ? WholeNumber(option.Name, text, least, least, most) : null;

    /// <summary>A seed: a whole number from 0 to 2⁶⁴ − 1.</summary>
    public ulong Seed(Option<string> option, ulong fallback)
    {
        if (Text(option) is not { } text)
        {
            return fallback;
        }

        if (ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed))
        {
            return seed;
        }

        Faults.Add($"{option.Name} must be a whole number from 0 to {ulong.MaxValue}, not '{text}'.");
        return fallback;
    }

    /// <summary>A finite number in [low, high]; with <paramref name="open"/> the low end itself is refused.</summary>
    public double Real(Option<string> option, double fallback, double low, double high, bool open = false) =>
        Text(option) is { } text ? RealNumber(option.Name, text, fallback, low, high, open) : fallback;

    /// <summary>Whole numbers in [least, most], separated by commas.</summary>
    public int[] Wholes(Option<string> option, int[] fallback, int least = 1, int most = int.MaxValue) =>
        Text(option) is { } text ? [.. Parts(option, text).Select(part => WholeNumber(option.Name, part, least, least, most))] : fallback;

    /// <summary>Whole numbers of at least <paramref name="least"/>, separated by commas, which may occur more than once; none where not given.</summary>
    public int[] WholesWithRepeats(Option<string> option, int least) =>
        [.. (Text(option) ?? "").Split(',', StringSplitOptions.TrimEntries).Select(part => WholeNumber(option.Name, part, least, least, int.MaxValue))];

    /// <summary>Finite numbers in [low, high], separated by commas.</summary>
    public double[] Reals(Option<string> option, double[] fallback, double low, double high) =>
        Text(option) is { } text ? [.. Parts(option, text).Select(part => RealNumber(option.Name, part, low, low, high, open: false))] : fallback;

    /// <summary>Words separated by commas; an empty one is a fault.</summary>
    public string[] Names(Option<string> option, string[] fallback) =>
        Text(option) is { } text ? Parts(option, text) : fallback;

    /// <summary>Notes a fault for each name that several words of an option stand for, as aliases do.</summary>
    public void CheckOnce(Option<string> option, IEnumerable<string> names)
    {
        foreach (IGrouping<string, string> same in names.GroupBy(static name => name, StringComparer.Ordinal).Where(static same => same.Count() > 1))
        {
            Faults.Add($"{option.Name} names '{same.Key}' more than once.");
        }
    }

    private string[] Parts(Option<string> option, string text)
    {
        string[] parts = text.Split(',', StringSplitOptions.TrimEntries);
        if (parts.Any(part => part.Length == 0))
        {
            Faults.Add($"{option.Name} has an empty entry in '{text}'.");
            return [];
        }

        parts = WithNumbers(parts);
        CheckOnce(option, parts);
        return parts;
    }

    // A number after a name with a colon is that name's: beta:0.6,0.6 is one entry of a list.
    private static string[] WithNumbers(string[] parts)
    {
        var joined = new List<string>();
        foreach (string part in parts)
        {
            if (joined.Count > 0 && joined[^1].Contains(':', StringComparison.Ordinal) && double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            {
                joined[^1] += $",{part}";
            }
            else
            {
                joined.Add(part);
            }
        }

        return [.. joined];
    }

    private int WholeNumber(string name, string text, int fallback, int least, int most)
    {
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most)
        {
            return value;
        }

        Faults.Add($"{name} must be a whole number from {least} to {most}, not '{text}'.");
        return fallback;
    }

    private double RealNumber(string name, string text, double fallback, double low, double high, bool open)
    {
        bool isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value);
        if (isNumber && double.IsFinite(value) && value >= low && value <= high && !(open && value == low))
        {
            return value;
        }

        string range = double.IsInfinity(high)
            ? $"{(open ? "greater than" : "at least")} {low:R}"
            : $"{(open ? "greater than" : "from")} {low:R} {(open ? "and at most" : "to")} {high:R}";
        Faults.Add($"{name} must be a number {range}, not '{text}'.");
        return fallback;
    }
}
