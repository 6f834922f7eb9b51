namespace ScoreSde.Documents;

/// <summary>
/// A part of a document that a command makes: from a line <c>&lt;!-- made by: scoresde … --&gt;</c> to a line <c>&lt;!-- end --&gt;</c>. What stands
/// between is a block of the command's output, a table that <see cref="Pivot"/> makes of its CSV or <see cref="Figures"/> of its JSON, or text about the picture it writes. Several
/// commands are parted by <c>+</c>; the comment may have line ends.
/// </summary>
/// <param name="Command">The words after "made by:".</param>
/// <param name="Whole">The part with both comments.</param>
/// <param name="Body">What stands between them, without the lines' ends about it.</param>
internal sealed record MadePart(string Command, string Whole, string Body)
{
    private const string Start = "<!-- made by: ";
    private const string StartEnd = " -->\n";
    private const string End = "\n<!-- end -->";
    private const string Fence = "```";

    /// <summary>The block's output, null where the part shows none.</summary>
    public string? Output => Body.StartsWith(Fence + "\n", StringComparison.Ordinal) && Body.EndsWith("\n" + Fence, StringComparison.Ordinal)
        ? Body[(Fence.Length + 1)..^(Fence.Length + 1)]
        : null;

    /// <summary>All parts of a document.</summary>
    /// <exception cref="FormatException">A part has no end.</exception>
    public static IEnumerable<MadePart> In(string document, string path)
    {
        for (int at = document.IndexOf(Start, StringComparison.Ordinal); at >= 0; at = document.IndexOf(Start, at + 1, StringComparison.Ordinal))
        {
            int body = document.IndexOf(StartEnd, at, StringComparison.Ordinal);
            int end = document.IndexOf(End, at, StringComparison.Ordinal);
            if (body < 0 || end < body)
            {
                throw new FormatException($"{path}: a part that begins with '{Start.Trim()}' needs ' -->' and, after it, a line '{End.Trim()}'.");
            }

            string command = document[(at + Start.Length)..body];
            yield return new MadePart(command, document[at..(end + End.Length)], document[(body + StartEnd.Length)..end].Trim('\n'));
        }
    }

    /// <summary>The part with another body.</summary>
    public string WholeWith(string body) => $"{Start}{Command}{StartEnd}\n{body}\n{End}";

    /// <summary>Output as it stands in a document.</summary>
    public static string Fenced(string output) => $"{Fence}\n{output}\n{Fence}";
}
