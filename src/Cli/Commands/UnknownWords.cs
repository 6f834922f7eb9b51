using System.CommandLine;
using ScoreSde.Cli.Arguments;

namespace ScoreSde.Cli.Commands;

/// <summary>Turns what the parser could not place into sentences with the nearest names.</summary>
internal static class UnknownWords
{
    /// <exception cref="UsageException">A word is unknown, or an option's value is missing or given twice.</exception>
    public static void ThrowIfAny(ParseResult words)
    {
        if (words.Errors.Count == 0)
        {
            return;
        }

        var faults = new Faults();
        Command command = words.CommandResult.Command;
        bool isValue = false;
        foreach (string word in words.UnmatchedTokens)
        {
            // What follows an unknown option is its value.
            bool isOption = IsOption(word);
            if (isOption || !isValue)
            {
                faults.Add(Sentence(command, word));
            }

            isValue = isOption && !word.Contains('=', StringComparison.Ordinal);
        }

        if (faults.None)
        {
            foreach (System.CommandLine.Parsing.ParseError error in words.Errors)
            {
                faults.Add(error.Message);
            }
        }

        faults.ThrowIfAny();
    }

    /// <summary>The sentence about a word that a command has no place for.</summary>
    public static string Sentence(Command command, string word)
    {
        string path = Root.PathOf(command);
        if (IsOption(word))
        {
            string nearest = Join(word, command.Options.Select(option => option.Name));
            return $"'{path}' has no option '{word}'.{(nearest.Length > 0 ? $" Nearest: {nearest}." : "")}";
        }

        return command.Subcommands.Count > 0
            ? $"There is no command '{word}'. Nearest: {Join(word, command.Subcommands.Select(verb => verb.Name))}."
            : $"'{path}' does not know what to do with '{word}'; options begin with --.";
    }

    // A number may begin with a minus, a lone minus is a stream.
    private static bool IsOption(string word) => word.Length > 1 && word[0] == '-' && !char.IsDigit(word[1]);

    private static string Join(string word, IEnumerable<string> names) => string.Join(", ", NearestNames.To(word, names));
}
