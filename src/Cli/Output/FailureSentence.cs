namespace ScoreSde.Cli.Output;

/// <summary>What a person is told about an exception: one sentence, no stack trace.</summary>
internal static class FailureSentence
{
    /// <summary>The sentence.</summary>
    public static string Of(Exception failure) => failure switch
    {
        OperationCanceledException => "Stopped before the end; nothing was written.",
        OutOfMemoryException => "There is not enough memory for this run.",
        OverflowException => "The run is too large: a single array would exceed 2³¹ numbers.",
        UnauthorizedAccessException => $"Access is denied: {OneLine(failure.Message)}",
        _ => OneLine(failure.Message),
    };

    private static string OneLine(string message) => message.ReplaceLineEndings(" ").Trim();
}
