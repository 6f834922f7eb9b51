using System.CommandLine;

namespace ScoreSde.Cli.Arguments;

/// <summary>
/// Which options of a command name files that it reads and files that it writes, by the names that all commands share: a result must not replace what
/// the same run reads.
/// </summary>
internal static class FileWords
{
    /// <summary>Options that name a file or folder to be written.</summary>
    public static readonly string[] Outputs = ["--out", "--image", "--json", "--csv", "--svg", "--report", "--figure"];

    // A run that is gone on with is replaced by its continuation, a document by itself with its tables made anew.
    private static readonly string[] ReplacedOnPurpose = ["--resume", "--update"];

    /// <summary>Notes a fault for each output that is an input too, by whatever name.</summary>
    /// <param name="words">The words.</param>
    /// <param name="given">The options that were given.</param>
    public static void Check(ArgumentReader words, IReadOnlyList<Option<string>> given)
    {
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

    // table:FILE
    private static string? FileOf(string? word) =>
        word?.StartsWith("table:", StringComparison.Ordinal) == true ? word["table:".Length..] : word;
}
