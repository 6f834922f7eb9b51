namespace ScoreSde.Solvers;

/// <summary>β̃_i, the variance of q(x_to | x_from, x₀): exact when the data is one point.</summary>
public sealed record PosteriorVariance : IReverseVariance
{
    /// <inheritdoc/>
    public string Name => "posterior";

    /// <inheritdoc/>
    public string Title => "variance β̃";

    /// <inheritdoc/>
    public string Source => "Ho et al. 2020, eq. (7)";

    /// <inheritdoc/>
    public double At(in GridStep step) => step.PosteriorVariance;
}
