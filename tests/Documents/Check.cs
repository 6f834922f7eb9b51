namespace ScoreSde.Documents;

/// <summary>Runs a part's command and holds what it gives against what stands in the document.</summary>
internal static class Check
{
    private const string Program = "scoresde";
    private const string Images = "docs/images/";

    /// <summary>What differs, null for nothing, and the body as the command makes it.</summary>
    public static (string? Fault, string Made) Run(MadePart part, string root, bool update)
    {
        using var place = new RunPlace(root);
        string[] pipe = string.Join(' ', part.Command.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Split(" | ");
        string[][] commands = [.. pipe[0].Split(" + ").Select(static command => command.Split(' '))];
        if (commands.Any(static words => words is not [Program, ..]))
        {
            throw new FormatException($"A figure is made by a command of {Program}, not by '{part.Command}'.");
        }

        try
        {
            string[] printed = [.. commands.Select(words => place.Run(words.Skip(1)))];
            string[] pictures = [.. commands.SelectMany(static words => words).Where(static word => word.StartsWith(Images, StringComparison.Ordinal))];
            string made = pipe switch
            {
                [_] => part.Output is null && pictures.Length > 0 ? part.Body : MadePart.Fenced(string.Join("\n\n", printed)), // text about a picture stands as it is
                [_, var table] => table.StartsWith("pivot ", StringComparison.Ordinal) ? Pivot.Table(printed, table) : Figures.Table(printed, table),
                _ => throw new FormatException($"'{part.Command}' has more than one '|'."),
            };
            string? fault = Text(Timings.Masked(part.Body), Timings.Masked(made));
            foreach (string picture in pictures)
            {
                fault ??= Picture(Path.Combine(root, picture), Path.Combine(place.Folder, picture), picture, update);
            }

            return (fault, made);
        }
        catch (InvalidOperationException failure)
        {
            return ($"        {failure.Message}", part.Body);
        }
    }

    private static string? Text(string stands, string made)
    {
        string[] old = stands.Split('\n');
        string[] now = made.Split('\n');
        int line = Enumerable.Range(0, Math.Max(old.Length, now.Length)).FirstOrDefault(i => old.ElementAtOrDefault(i) != now.ElementAtOrDefault(i), -1);
        return line < 0 ? null : $"        line {line + 1} stands: {old.ElementAtOrDefault(line)}\n        line {line + 1} is made: {now.ElementAtOrDefault(line)}";
    }

    private static string? Picture(string stands, string made, string name, bool update)
    {
        byte[] now = File.ReadAllBytes(made);
        if (File.Exists(stands) && now.AsSpan().SequenceEqual(File.ReadAllBytes(stands)))
        {
            return null;
        }

        if (update)
        {
            File.WriteAllBytes(stands, now);
        }

        return $"        the picture {name} is another one";
    }
}
