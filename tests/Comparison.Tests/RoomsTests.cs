using ScoreSde.Tests.Support;

namespace ScoreSde.Tests;

/// <summary>The library of comparisons is for any program: it neither prints nor writes files. Its rooms are held with all others, by tests/Rooms.</summary>
public sealed class RoomsTests
{
    [Fact]
    public void Nothing_is_printed_or_written()
    {
        string[] files = [.. Directory.EnumerateFiles(Repository.PathTo("src/Comparison"), "*.cs", SearchOption.AllDirectories).Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))];
        Assert.True(files.Length > 20);
        Assert.All(files, file => Assert.DoesNotMatch(@"\bConsole\.|\bFile\.|\bHttp", File.ReadAllText(file)));
    }
}
