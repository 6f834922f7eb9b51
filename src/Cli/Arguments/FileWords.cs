using System.CommandLine;
using System.Text.RegularExpressions;
using ScoreSde.Cli.Output;

namespace ScoreSde.Cli.Arguments;

/// <summary>
/// Which options of a command name files that it reads and files that it writes, by the names that all commands share: a result must not replace what
/// the same run reads.
/// </summary>
internal static partial class FileWords
{
    /// <summary>Options that name a file or folder to be written.</summary>
    public static readonly string[] Outputs = ["--out", "--image", "--animate", "--log-density", "--json", "--csv", "--svg", "--report", "--figure"];

    // A run that is gone on with is replaced by its continuation, a document by itself with its tables made anew.
    private static readonly string[] ReplacedOnPurpose = ["--resume", "--update"];

    /// <summary>Whether an output is to go to standard output.</summary>
    public static bool GoesToStream(Option<string> option, ArgumentReader words) => Outputs.Contains(option.Name) && ResultFile.IsStream(words.Typed(option));

    /// <summary>Notes a fault for each output of another kind than its name says, for each that is an input too, by whatever name, and for what cannot be a stream.</summary>
    /// <param name="words">The words.</param>
    /// <param name="given">The options that were given.</param>
    /// <param name="terminal">Where results go.</param>
    public static void Check(ArgumentReader words, IReadOnlyList<Option<string>> given, Terminal terminal)
    {
        foreach (Option<string> output in given.Where(option => Outputs.Contains(option.Name)))
        {
            FileKinds.Check(output, words.Typed(output) ?? "", words.Faults);
        }

        CheckStreams(words, [.. given.Where(option => GoesToStream(option, words))], terminal);

        (string, string?)[] inputs = [.. given.Where(IsInput).Select(option => (option.Name, FileOf(words.Typed(option))))];
        foreach (Option<string> output in given.Where(option => Outputs.Contains(option.Name)))
        {
            OutputPath.CheckNotRead(words.Faults, (output.Name, words.Typed(output)), inputs);
        }
    }

    /// <summary>Whether an option may name a file that is read.</summary>
    public static bool IsInput(Option option) =>
        !Outputs.Contains(option.Name) && !ReplacedOnPurpose.Contains(option.Name)
        && (option.HelpName?.Contains("FILE", StringComparison.Ordinal) == true || option.HelpName?.Contains("DIR", StringComparison.Ordinal) == true || option.Name == "--schedule");

    private static void CheckStreams(ArgumentReader words, Option<string>[] streams, Terminal terminal)
    {
        foreach (Option<string> option in streams)
        {
            string[] kinds = FileKinds.Of(option);
            if (kinds.Length == 0 || kinds[0] == ".safetensors")
            {
                words.Faults.Add($"{option.Name} - means nothing: it writes {(kinds.Length == 0 ? "a folder" : "a network, and saves it on its way")}, which needs a name.");
            }
            else if (terminal.OutIsTerminal && kinds[0] is ".npy" or ".png" or ".gif")
            {
                words.Faults.Add($"{option.Name} - would write bytes to a terminal; send them to a file or a program by > or |.");
            }
        }

        if (streams.Length > 1)
        {
            words.Faults.Add($"{string.Join(" and ", streams.Select(static option => option.Name))} cannot all go to standard output.");
        }
    }

    // table:FILE, zero-snr:table:FILE, mixture:FILE, data:FILE,h
    internal static string? FileOf(string? word) =>
        word is null ? null : Table().Match(word) is { Success: true } table ? word[table.Length..] : LawWord.FileOf(word) ?? word;

    [GeneratedRegex("^(?:zero[-_]snr:)?table:", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Table();
}
