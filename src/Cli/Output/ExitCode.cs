namespace ScoreSde.Cli.Output;

/// <summary>What the program ends with.</summary>
internal static class ExitCode
{
    /// <summary>What was asked is done.</summary>
    public const int Done = 0;

    /// <summary>A run failed or was stopped.</summary>
    public const int Failed = 1;

    /// <summary>Words that cannot be carried out.</summary>
    public const int BadUsage = 2;
}
