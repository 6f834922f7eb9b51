using System.Runtime.CompilerServices;

namespace ScoreSde.Tests.Data;

/// <summary>Files that other programs wrote; <c>Fixtures/make.py</c> makes them.</summary>
internal static class Fixture
{
    public static string Of(string name, [CallerFilePath] string testFile = "") => Path.Combine(Path.GetDirectoryName(testFile)!, "Fixtures", name);
}
