using ScoreSde.Verification.Laws;

namespace ScoreSde.Verification.Runs;

/// <summary>Verdicts as reports print them.</summary>
public static class VerdictWord
{
    /// <summary><c>passed</c>, <c>failed</c>, <c>undecided</c> or <c>not applicable</c>.</summary>
    public static string Of(Verdict verdict) => verdict switch
    {
        Verdict.Passed => "passed",
        Verdict.Failed => "failed",
        Verdict.Undecided => "undecided",
        _ => "not applicable",
    };
}
