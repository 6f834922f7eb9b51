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

    // The framework appends the parameter's name, which means nothing to a person at a terminal.
    private static string OneLine(string message)
    {
        string line = message.ReplaceLineEndings(" ").Trim();
        int parameter = line.IndexOf(" (Parameter '", StringComparison.Ordinal);
        return parameter < 0 ? line : line[..parameter];
    }
}
