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

    /// <summary>A figure had not settled where the arithmetic ends, so that it speaks neither for nor against; never on the usual problems.</summary>
    Undecided,
}
