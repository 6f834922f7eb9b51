namespace ScoreSde.Verification.Posteriors;

/// <summary>In which way ranks of truths among samples are farthest from even.</summary>
public enum RankShape
{
    /// <summary>Too many low ranks: the samples' numbers are too large.</summary>
    Low,

    /// <summary>Too many high ranks: the samples' numbers are too small.</summary>
    High,

    /// <summary>Too many at both ends: truths lie outside the samples, which are too narrow, or off to either side.</summary>
    Ends,

    /// <summary>Too many in the middle: the samples are too wide.</summary>
    Middle,
}
