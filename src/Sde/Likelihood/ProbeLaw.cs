namespace ScoreSde.Likelihood;

/// <summary>The law of a probe's numbers; mean 0 and variance 1.</summary>
public enum ProbeLaw
{
    /// <summary>±1, each with probability ½: the least variance, none for a diagonal Jacobian.</summary>
    Rademacher,

    /// <summary>N(0, 1).</summary>
    Gaussian,
}
