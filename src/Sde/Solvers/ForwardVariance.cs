namespace ScoreSde.Solvers;

/// <summary>β_i, the variance of the forward step: exact when the data is N(0, I) and the process preserves variance.</summary>
public sealed record ForwardVariance : IReverseVariance
{
    /// <inheritdoc/>
    public string Name => "beta";

    /// <inheritdoc/>
    public string Title => "variance β";

    /// <inheritdoc/>
    public string Source => "Ho et al. 2020, §3.2";

    /// <inheritdoc/>
    public double At(in GridStep step) => step.TransitionVariance;
}
