namespace ScoreSde.Tests.Commands;

/// <summary>What every complaint of the program has in common.</summary>
internal static class Sentences
{
    /// <summary>Each line begins with the program's name or the hint, ends a sentence, and is no stack trace.</summary>
    public static void Check(string error)
    {
        string[] lines = error.TrimEnd('\n').Split('\n');
        Assert.All(lines, line =>
        {
            Assert.True(line.StartsWith("scoresde: ", StringComparison.Ordinal) || line.StartsWith("Try 'scoresde", StringComparison.Ordinal), line);
            Assert.EndsWith(".", line, StringComparison.Ordinal);
            Assert.DoesNotContain("Exception", line, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", line, StringComparison.Ordinal);
            Assert.DoesNotContain("(Parameter", line, StringComparison.Ordinal);
            Assert.DoesNotContain(line, char.IsControl);
        });
    }
}
