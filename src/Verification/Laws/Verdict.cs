namespace ScoreSde.Verification.Laws;

/// <summary>How a check ended.</summary>
public enum Verdict
{
    /// <summary>Every case agreed within its tolerance.</summary>
    Passed,

    /// <summary>A case did not agree.</summary>
    Failed,

    /// <summary>The property says nothing about the parts that were chosen.</summary>
    NotApplicable,
}
