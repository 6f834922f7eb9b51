namespace ScoreSde.Cli.Output;

/// <summary>How long a save that fails is tried again where nobody sits at the terminal; where somebody does, until it succeeds or is called off.</summary>
internal sealed record SavePatience
{
    /// <summary>From one try to the next.</summary>
    public TimeSpan Between { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>In all, where the work lies in another place already.</summary>
    public TimeSpan WithRefuge { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>In all, where it is in memory alone.</summary>
    public TimeSpan WithoutRefuge { get; init; } = TimeSpan.FromMinutes(30);
}
