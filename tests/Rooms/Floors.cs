using System.Globalization;
using System.Text.RegularExpressions;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Rooms;

/// <summary>The floors of a project's rooms as docs/architecture.md has them, held against the compiled project.</summary>
internal static partial class Floors
{
    /// <summary>The text of docs/architecture.md.</summary>
    public static string Page() => Repository.Read("docs/architecture.md");

    /// <summary>All that is not as the page says: arrows up or along a floor, rooms that are not on it, rooms that are there alone.</summary>
    /// <param name="page">The page's text.</param>
    /// <param name="project">The heading, such as src/Sde.</param>
    /// <param name="ground">The namespace whose children are the rooms.</param>
    /// <param name="graph">The compiled project.</param>
    public static IReadOnlyList<string> Faults(string page, string project, string ground, RoomGraph graph)
    {
        Dictionary<string, int> floors = [];
        HashSet<string> optional = [];
        foreach (Match row in Row().Matches(Section(page, project)))
        {
            floors.Add(row.Groups[2].Value, int.Parse(row.Groups[1].Value, CultureInfo.InvariantCulture));
            if (row.Groups[3].Value.Contains("(opt-in)", StringComparison.Ordinal))
            {
                optional.Add(row.Groups[2].Value);
            }
        }

        string[] rooms = [.. graph.Rooms.Select(name => Room(name, ground)).Distinct()];
        return
        [
            .. rooms.Where(room => !floors.ContainsKey(room)).Select(room => $"{project}: {room} is not on the page"),
            .. floors.Keys.Where(room => !rooms.Contains(room) && !optional.Contains(room)).Select(room => $"{project}: {room} is on the page alone"),
            .. from arrow in graph.Arrows
               let uses = Room(arrow.Key.From, ground)
               let used = Room(arrow.Key.To, ground)
               where uses != used && floors.TryGetValue(uses, out int upper) && floors.TryGetValue(used, out int lower) && lower >= upper
               select $"{project}: {uses} uses {used}, which is not below it: {string.Join(", ", arrow.Value)}",
        ];
    }

    private static string Section(string page, string project)
    {
        int start = page.IndexOf($"\n## {project}:", StringComparison.Ordinal);
        int end = start < 0 ? -1 : page.IndexOf("\n## ", start + 1, StringComparison.Ordinal);
        return start < 0 ? "" : end < 0 ? page[start..] : page[start..end];
    }

    // A room below another, such as Scores.Kernels, is a corner of it.
    private static string Room(string name, string ground) => name == ground ? "(root)"
        : name.StartsWith($"{ground}.", StringComparison.Ordinal) ? name[(ground.Length + 1)..].Split('.')[0]
        : name;

    [GeneratedRegex(@"^\| (\d+) \| (\S+) \| (.*) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
