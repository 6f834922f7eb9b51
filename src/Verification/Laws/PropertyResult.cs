namespace ScoreSde.Verification.Laws;

/// <summary>What a check found.</summary>
/// <param name="Verdict">How it ended.</param>
/// <param name="Cases">Cases that were looked at.</param>
/// <param name="Seed">The seed that generated them.</param>
/// <param name="Worst">The comparison with the largest deviation for what it is allowed; null where none was made.</param>
/// <param name="Failure">The failing case; null unless failed.</param>
/// <param name="Reason">Why it does not apply, or is undecided, with the figures; null otherwise.</param>
public sealed record PropertyResult(
    Verdict Verdict, int Cases, ulong Seed, Measurement? Worst = null, Counterexample? Failure = null, string? Reason = null)
{
    /// <summary>What is to be said although nothing failed: cases outside of the property's domain, a claim that was surpassed; null for nothing.</summary>
    public string? Remark { get; init; }

    /// <summary>The result of a property that says nothing about the chosen parts.</summary>
    public static PropertyResult NotApplicable(ulong seed, string reason) => new(Verdict.NotApplicable, 0, seed, Reason: reason);
}
