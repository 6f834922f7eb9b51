using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ScoreSde.Data.Npy;
using ScoreSde.Data.Png;
using ScoreSde.Tests.Options;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.WholeRuns;

/// <summary>What a run said and wrote as one text that is the same on every machine: without times, speeds and folders, and with no more digits than all machines agree in.</summary>
internal static partial class Kept
{
    // Numbers of an array that are told.
    private const int Shown = 12;

    // Times, speeds, and what differs from machine to machine and from one version to the next.
    private static readonly string[] Timed = ["seconds", "samplesPerSecond", "samples/s", "secondsByStep", "version", "machine", "created", "peakBytes"];

    /// <summary>Runs commands one after the other and tells all that came of it. {NAME} is an input, &lt;NAME&gt; a file or folder of the run's own, whose content is told at the end.</summary>
    /// <param name="files">The inputs.</param>
    /// <param name="commands">The command lines, with &amp;&amp; between.</param>
    /// <param name="columns">How wide the terminal is at which results are read; null where they go to a file.</param>
    public static string Of(OptionFiles files, string commands, int? columns = null)
    {
        using var folder = Folder.OfKnownLength();
        var text = new StringBuilder();
        foreach (string command in commands.Split(" && "))
        {
            string[] words = [.. files.Words(command.Replace("NETWORKS", files.Networks, StringComparison.Ordinal)).Select(word => Own().Replace(word, name => folder[name.Groups[1].Value]))];
            ProgramRun run = columns is { } width ? ProgramRun.AtTerminal(width, words) : ProgramRun.Of(words);
            text.Append(CultureInfo.InvariantCulture, $"scoresde {command}\nexit code {run.Code}\n");
            Part(text, "results", Table(Styles().Replace(run.Out, "")));
            Part(text, "talk", Table(run.Error));
        }

        foreach (string entry in folder.Files)
        {
            string[] all = Directory.Exists(folder[entry]) ? [.. Directory.GetFiles(folder[entry]).Order(StringComparer.Ordinal)] : [folder[entry]];
            foreach (string file in all)
            {
                Part(text, Path.GetRelativePath(folder[""], file), Content(file));
            }
        }

        return text.Replace(folder[""], "").Replace(files.Networks, "NETWORKS").Replace(files.Folder, "").ToString();
    }

    private static void Part(StringBuilder text, string name, string content)
    {
        if (content.Length > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n-- {name}\n{content.TrimEnd('\n')}\n");
        }
    }

    private static string Content(string file) => Path.GetExtension(file) switch
    {
        ".json" => Json(file),
        ".csv" => Csv(File.ReadAllText(file)),
        ".npy" => Array(file),
        ".txt" or ".md" => Rounded(File.ReadAllText(file)),
        ".svg" => Coordinates(File.ReadAllText(file)),
        ".html" => Page(File.ReadAllText(file)),
        ".png" => Picture(PngReader.Read(File.ReadAllBytes(file))),
        ".gif" => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))),
        _ => "",
    };

    // A chart over seconds is as the machine was; pages of other verbs have no times.
    private static string Page(string page)
    {
        page = Pictured().Replace(Common().Replace(page, ""), static data =>
            data.Groups[1].Value == "png" ? Picture(PngReader.Read(Convert.FromBase64String(data.Groups[2].Value))) : data.Groups[1].Value);
        if (page.Contains("seconds", StringComparison.Ordinal))
        {
            return Rounded(Gaps().Replace(Table(Tags().Replace(Drawn().Replace(Row().Replace(Cell().Replace(Chart().Replace(page, ""), "  "), "\n"), "$1 $2 "), "")), "\n"));
        }

        return Coordinates(page);
    }

    private static string Coordinates(string text) =>
        Coordinate().Replace(text, static number => double.Parse(number.Value, CultureInfo.InvariantCulture).ToString("0.#", CultureInfo.InvariantCulture));

    // Whatever compresses it, a picture is its pixels.
    private static string Picture(PngPixels picture) =>
        $"{picture.Shape.Width} × {picture.Shape.Height} × {picture.Shape.Channels}: {Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(picture.Values.AsSpan())))}";

    private static string Array(string file)
    {
        NpyArray array = NpyFile.Load(file);
        return $"[{string.Join(", ", array.Shape)}]: {string.Join(' ', array.Values.Take(Shown).Select(static value => Number(value)))}";
    }

    private static string Json(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(file));
        var text = new StringBuilder();
        Write(document.RootElement, 0);
        return text.ToString();

        void Write(JsonElement value, int depth)
        {
            switch (value.ValueKind)
            {
                case JsonValueKind.Object:
                    foreach (JsonProperty member in value.EnumerateObject())
                    {
                        text.Append('\n').Append(' ', depth).Append(member.Name).Append(": ");
                        // The hash of a file of weights is of its folder too.
                        if (Timed.Contains(member.Name) || member.Name.StartsWith("--", StringComparison.Ordinal))
                        {
                            text.Append('#');
                        }
                        else
                        {
                            Write(member.Value, depth + 1);
                        }
                    }

                    break;
                case JsonValueKind.Array:
                    foreach (JsonElement item in value.EnumerateArray())
                    {
                        text.Append(item.ValueKind == JsonValueKind.Object ? $"\n{new string(' ', depth)}-" : " ");
                        Write(item, depth + 1);
                    }

                    break;
                case JsonValueKind.Number:
                    text.Append(Number(value.GetDouble()));
                    break;
                default:
                    text.Append(value.ToString());
                    break;
            }
        }
    }

    private static string Csv(string table)
    {
        string[] lines = table.TrimEnd('\n').Split('\n');
        string[] head = lines[0].Split(',');
        return string.Join('\n', lines.Select((line, row) => string.Join(',', Cells().Matches(line).Select((cell, column) =>
            row > 0 && column < head.Length && Timed.Contains(head[column]) ? "#" : Rounded(cell.Value)))));
    }

    // Blanks and rules are as wide as the times in them. Cells stand two blanks or more apart; those below a head that names a time are masked.
    private static string Table(string text)
    {
        // Where no times are, a table is as it is.
        if (!text.Split('\n').Any(static line => Blanks().Split(line.TrimEnd()).Any(static cell => Timed.Contains(cell))))
        {
            return Spans().Replace(text.ReplaceLineEndings("\n"), "# ");
        }

        string[] head = [];
        var lines = new List<string>();
        foreach (string line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            string[] cells = Blanks().Split(Rules().Replace(line.TrimEnd(), "──"));
            if (cells.Any(static cell => Timed.Contains(cell)))
            {
                head = cells;
            }
            else if (cells.Length == head.Length)
            {
                cells = [.. cells.Select((cell, column) => Timed.Contains(head[column]) ? "#" : cell)];
            }

            string told = Spans().Replace(string.Join("  ", cells), "# ");

            // Prose is as wide as the table above it.
            bool goesOn = cells.Length == 1 && told.Length > 0 && (char.IsLetter(told[0]) || told[0] == '(') && lines.Count > 0 && lines[^1].Length > 60 && !lines[^1].Contains("  ", StringComparison.Ordinal);
            if (goesOn)
            {
                lines[^1] += $" {told}";
            }
            else
            {
                lines.Add(told);
            }
        }

        return string.Join('\n', lines);
    }

    private static string Rounded(string text) => Decimal().Replace(text, static number => Number(double.Parse(number.Value, CultureInfo.InvariantCulture)));

    private static string Number(double value) => value.ToString("G5", CultureInfo.InvariantCulture);

    [GeneratedRegex("<([^<>]+)>")]
    private static partial Regex Own();

    [GeneratedRegex(@"(?<![\w.])-?\d+\.\d+(?:[eE][-+]?\d+)?")]
    private static partial Regex Decimal();

    [GeneratedRegex(@"-?\d+\.\d+")]
    private static partial Regex Coordinate();

    [GeneratedRegex("<(style|script).*?</\\1>", RegexOptions.Singleline)]
    private static partial Regex Common();

    [GeneratedRegex("data:image/([^;]*);base64,([^\"]*)")]
    private static partial Regex Pictured();

    [GeneratedRegex("<img alt=\"([^\"]*)\" src=\"([^\"]*)\">")]
    private static partial Regex Drawn();

    [GeneratedRegex("<svg.*?</svg>", RegexOptions.Singleline)]
    private static partial Regex Chart();

    [GeneratedRegex("</t[dh]>")]
    private static partial Regex Cell();

    [GeneratedRegex("</tr>|</h[1-6]>|</p>")]
    private static partial Regex Row();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();

    [GeneratedRegex(@"\n\s*\n")]
    private static partial Regex Gaps();

    [GeneratedRegex("(?:\"[^\"]*\"|[^,])*(?:,|$)")]
    private static partial Regex Cells();

    [GeneratedRegex(@"\d[\d.,e-]* (?=s\b|steps/s)")]
    private static partial Regex Spans();

    [GeneratedRegex(" {2,}")]
    private static partial Regex Blanks();

    // Which colours and weights there are, the environment says.
    [GeneratedRegex("\u001b\\[[0-9;]*m")]
    private static partial Regex Styles();

    [GeneratedRegex("─{2,}")]
    private static partial Regex Rules();
}
