using ScoreSde.Verification.Laws;

namespace ScoreSde.Verification.Runs;

/// <summary>One property and what its check found: a row of the table and an object of the JSON.</summary>
/// <param name="Property">The property.</param>
/// <param name="Result">The finding.</param>
public sealed record PropertyRecord(IProperty Property, PropertyResult Result)
{
    /// <summary>Whether it failed.</summary>
    public bool Failed => Result.Verdict == Verdict.Failed;
}
