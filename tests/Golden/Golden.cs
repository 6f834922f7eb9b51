using System.Runtime.CompilerServices;

namespace ScoreSde.Tests.Support;

/// <summary>Texts kept as files beside the tests. SCORESDE_ACCEPT=1 writes them anew; look at the difference before you commit it.</summary>
internal static class Golden
{
    /// <summary>Asserts that a text is the one kept under that name.</summary>
    public static void Check(string name, string text, [CallerFilePath] string testFile = "")
    {
        string file = Path.Combine(Path.GetDirectoryName(testFile)!, "..", "Expected", $"{name}.txt");
        if (Environment.GetEnvironmentVariable("SCORESDE_ACCEPT") == "1")
        {
            File.WriteAllText(file, text);
        }

        Assert.Equal(File.ReadAllText(file).ReplaceLineEndings("\n"), text.ReplaceLineEndings("\n"));
    }
}
