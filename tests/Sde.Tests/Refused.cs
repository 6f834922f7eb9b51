namespace ScoreSde.Tests;

/// <summary>A refusal is worth as much as it tells: the argument by its name, and what is wrong with it.</summary>
internal static class Refused
{
    public static void By(string? parameter, string words, Func<object?> attempt)
    {
        ArgumentException error = Assert.ThrowsAny<ArgumentException>(attempt);
        Assert.Equal(parameter, error.ParamName);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }
}
