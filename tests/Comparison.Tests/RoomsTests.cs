using System.Text.RegularExpressions;

namespace ScoreSde.Tests;

/// <summary>The rooms of the library depend one way only, and the library on nothing above it.</summary>
public sealed partial class RoomsTests
{
    // From the ground up: each may use those before it.
    private static readonly string[] Rooms =
        ["ScoreSde.Comparison.Problems", "ScoreSde.Comparison.Contestants", "ScoreSde.Comparison.Measures", "ScoreSde.Comparison.References", "ScoreSde.Comparison.Reports", "ScoreSde.Comparison"];

    [Fact]
    public void No_room_uses_one_above_it()
    {
        string[] files = [.. Directory.EnumerateFiles(Path.Combine(Root(), "src", "Comparison"), "*.cs", SearchOption.AllDirectories).Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))];
        Assert.True(files.Length > 20);
        Assert.All(files, file =>
        {
            string text = File.ReadAllText(file);
            string room = NamespaceWord().Match(text).Groups[1].Value;
            Assert.Contains(room, Rooms);
            string[] own = [.. UsedWord().Matches(text).Select(match => match.Groups[1].Value)];
            Assert.All(own, used => Assert.True(Array.IndexOf(Rooms, used) is >= 0 and var place && place <= Array.IndexOf(Rooms, room), $"{file} uses {used}"));
            Assert.True(room == Rooms[^1] || !TopWord().IsMatch(text), $"{file} uses the room above all");
            Assert.DoesNotMatch(@"\bConsole\.|\bFile\.|\bHttp|ScoreSde\.Cli", text);
        });
    }

    /// <summary>The folder of the repository.</summary>
    internal static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ScoreSde.sln")))
        {
            folder = folder.Parent;
        }

        return folder!.FullName;
    }

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceWord();

    // What a room sees without a word, since its name begins with that of the room above all.
    [GeneratedRegex(@"\bComparison(Run|Settings|Progress)\b")]
    private static partial Regex TopWord();

    [GeneratedRegex(@"\busing (ScoreSde\.Comparison[\w.]*);")]
    private static partial Regex UsedWord();
}
