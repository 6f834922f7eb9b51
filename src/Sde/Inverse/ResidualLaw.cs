namespace ScoreSde.Inverse;

/// <summary>
/// What y − A x of posterior samples can be. Given y, truth and sample cannot be told apart, so that ‖y − A x‖²/σ_y² of each sample follows χ² of m numbers, over
/// truths and errors. Samples share their y, so they are not independent; but by Jensen's inequality Chernoff's bound for one holds for the mean of any number of
/// them: P(mean ≥ u m) ≤ e^(−m (u − 1 − ln u)/2) for u &gt; 1, and the same for P(mean ≤ u m) where u &lt; 1.
/// </summary>
public static class ResidualLaw
{
    /// <summary>Where nothing else is said: one in a million.</summary>
    public const double UsualProbability = 1e-6;

    /// <summary>√u: the root mean square of y − A x over numbers and samples, in units of σ_y, lies above it with less than the given probability.</summary>
    /// <param name="outputs">m ≥ 1.</param>
    /// <param name="probability">In (0, 1).</param>
    public static double Most(int outputs, double probability = UsualProbability) => Solve(Exponent(outputs, probability), 1, 1e6);

    /// <summary>√u: it lies below this with less than the given probability.</summary>
    /// <param name="outputs">m ≥ 1.</param>
    /// <param name="probability">In (0, 1).</param>
    public static double Least(int outputs, double probability = UsualProbability) => Solve(Exponent(outputs, probability), 1, 0);

    private static double Exponent(int outputs, double probability) =>
        -2 * Math.Log(Require.Between(Require.Positive(probability), 0, 1, nameof(probability))) / Require.Positive(outputs);

    // u − 1 − ln u grows from 0 at u = 1 in both directions, so halving ends at the one solution on that side.
    private static double Solve(double exponent, double near, double far)
    {
        const int Halvings = 200;
        for (int i = 0; i < Halvings; i++)
        {
            double middle = (near + far) / 2;
            bool inside = middle - 1 - Math.Log(middle) < exponent;
            (near, far) = inside ? (middle, far) : (near, middle);
        }

        return Math.Sqrt(near);
    }
}
