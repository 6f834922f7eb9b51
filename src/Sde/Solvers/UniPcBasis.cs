namespace ScoreSde.Solvers;

/// <summary>
/// B(h) of UniPC. It counts only where one difference is weighed by a fixed ½: in the predictor with two levels and in the
/// corrector with one.
/// </summary>
public enum UniPcBasis
{
    /// <summary>B = −h (bh1).</summary>
    Length = 0,

    /// <summary>B = expm1(−h) (bh2).</summary>
    Exponential = 1,
}
