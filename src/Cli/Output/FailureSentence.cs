using System.Text.RegularExpressions;

namespace ScoreSde.Cli.Output;

/// <summary>What a person is told about an exception: one sentence, no stack trace, no word of the framework, little of foreign text.</summary>
internal static partial class FailureSentence
{
    private const int Longest = 2000;
    private const int LongestQuote = 80;
    private const int QuoteStart = 50;

    /// <summary>The sentence.</summary>
    public static string Of(Exception failure) => failure switch
    {
        OperationCanceledException => "Stopped before the end; nothing was written.",
        OutOfMemoryException => "There is not enough memory for this run.",
        OverflowException => "The run is too large: a single array would exceed 2³¹ numbers.",
        FileNotFoundException { FileName: null } when !HasWorkingFolder() => "The working folder was removed: change to one that is there.",
        UnauthorizedAccessException => $"Access is denied: {Plain(failure.Message)}",
        _ => Plain(failure.Message),
    };

    /// <summary>A message as a sentence: one line, without the parameter's name and value that the framework appends, long quotes cut in the middle.</summary>
    public static string Plain(string message)
    {
        string line = Appended().Replace(message.Trim(), "").ReplaceLineEndings(" ");
        line = Quote().Replace(line, static quote => quote.Groups[1].Value is var text && text.Length > LongestQuote
            ? $"'{text[..QuoteStart]}…{text[^(LongestQuote - QuoteStart - 1)..]}'"
            : quote.Value);
        return line.Length > Longest ? $"{line[..(Longest - 1)]}…" : line;
    }

    // Every name that is meant from it fails, with a message that names nothing.
    private static bool HasWorkingFolder()
    {
        try
        {
            return Environment.CurrentDirectory.Length > 0;
        }
        catch (IOException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"\s*\(Parameter '[^']*'\)|\r?\nActual value was .*$")]
    private static partial Regex Appended();

    [GeneratedRegex("'([^']*)'")]
    private static partial Regex Quote();
}
