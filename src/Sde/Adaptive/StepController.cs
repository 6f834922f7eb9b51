namespace ScoreSde.Adaptive;

/// <summary>
/// Chooses the next step by the error of this one and of the one before: h ← h · 0.9 E_n^(−α) E_(n−1)^β, α = 1/k − ¾β, β = 0.4/k, k the order of
/// the error in h, kept within [1/5, 10]; a rejected step is not followed by growth. Gustafsson 1991; Hairer and Wanner 1996, §IV.2.
/// </summary>
/// <param name="order">k.</param>
internal struct StepController(int order)
{
    private const double Safety = 0.9;
    private const double LeastErrorBefore = 1e-4;
    private double before = LeastErrorBefore;
    private bool rejected;

    /// <summary>The factor of the next step after a step with error E (accepted where E ≤ 1).</summary>
    public double Factor(double error)
    {
        double beta = 0.4 / order;
        if (!(error <= 1))
        {
            rejected = true;
            return double.IsFinite(error) ? Math.Max(0.2, Safety * Math.Pow(error, -1.0 / order)) : 0.2;
        }

        double factor = error == 0 ? 10 : Math.Clamp(Safety * Math.Pow(error, -(1.0 / order) + (0.75 * beta)) * Math.Pow(before, beta), 0.2, 10);
        before = Math.Max(error, LeastErrorBefore);
        factor = rejected ? Math.Min(1, factor) : factor;
        rejected = false;
        return factor;
    }
}
