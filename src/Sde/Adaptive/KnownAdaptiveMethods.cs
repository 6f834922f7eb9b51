namespace ScoreSde.Adaptive;

/// <summary>Every shipped adaptive method, in the order in which tables show them: each makes itself of a tolerance.</summary>
public static class KnownAdaptiveMethods
{
    /// <summary>All methods.</summary>
    public static IReadOnlyList<Func<Tolerance, IAdaptiveMethod>> All { get; } =
    [
        static tolerance => new AdaptiveFlow(EmbeddedTableau.DormandPrince, tolerance),
        static tolerance => new AdaptiveFlow(EmbeddedTableau.Tsitouras, tolerance),
        static tolerance => new AdaptiveReverse(tolerance),
        static tolerance => new AdaptiveReverse(tolerance, Rejected: RejectedNoise.Redrawn),
    ];
}
