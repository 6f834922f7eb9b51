namespace ScoreSde.Special;

/// <summary>
/// The φ-functions of exponential integrators: φ₀(x) = eˣ, φ_{k+1}(x) = (φ_k(x) − 1/k!)/x, equal to
/// ∫₀¹ e^((1−τ)x) τ^(k−1)/(k−1)! dτ for k ≥ 1, and to 1/k! at 0. Hochbruck and Ostermann 2010, eq. (2.10).
/// </summary>
public static class PhiFunctions
{
    // Above it the recurrence loses little; below it the series is short.
    private const double SeriesBelow = 1.5;

    /// <summary>φ₁(x) = (eˣ − 1)/x; relative error below 1e-15.</summary>
    public static double Phi1(double x) => x == 0 ? 1 : Exponentials.Expm1(x) / x;

    /// <summary>φ₂(x) = (φ₁(x) − 1)/x; relative error below 4e-15.</summary>
    public static double Phi2(double x) => Math.Abs(x) < SeriesBelow ? Series(2, x) : (Phi1(x) - 1) / x;

    /// <summary>φ₃(x) = (φ₂(x) − ½)/x; relative error below 4e-15.</summary>
    public static double Phi3(double x) => Math.Abs(x) < SeriesBelow ? Series(3, x) : (Phi2(x) - 0.5) / x;

    /// <summary>φ₄(x) = (φ₃(x) − ⅙)/x; relative error below 1e-14.</summary>
    public static double Phi4(double x) => Math.Abs(x) < SeriesBelow ? Series(4, x) : (Phi3(x) - (1.0 / 6)) / x;

    // Σ_j x^j/(j + k)! from the inside out: 1/k! (1 + x/(k+1) (1 + x/(k+2) (…))). 22 terms reach 2e-17 at 1.5.
    private static double Series(int k, double x)
    {
        double sum = 1;
        for (int j = 22; j > 0; j--)
        {
            sum = 1 + (x / (k + j) * sum);
        }

        for (int i = 2; i <= k; i++)
        {
            sum /= i;
        }

        return sum;
    }
}
