namespace ScoreSde.Special;

/// <summary>
/// Gauss–Legendre quadrature on [0, 1]: ∫₀¹ f ≈ Σ_i w_i f(τ_i), exact for polynomials of degree 2n − 1. Nodes are the roots of the
/// Legendre polynomial P_n by Newton's method, weights 1/((1 − ξ²) P_n'(ξ)²) with ξ = 2τ − 1. Abramowitz and Stegun 1964, 25.4.29.
/// </summary>
public sealed class GaussLegendre
{
    private readonly (double Node, double Weight)[] points;

    /// <param name="count">n, at least 1.</param>
    public GaussLegendre(int count)
    {
        points = new (double, double)[Require.Positive(count)];
        for (int i = 0; i < count; i++)
        {
            double x = -Math.Cos(Math.PI * (i + 0.75) / (count + 0.5));
            double slope = 0;
            for (int k = 0; k < 8; k++)
            {
                (double value, slope) = Legendre(count, x);
                x -= value / slope;
            }

            points[i] = (0.5 * (1 + x), 1 / ((1 - (x * x)) * slope * slope));
        }
    }

    /// <summary>τ_i, increasing, and w_i.</summary>
    public ReadOnlySpan<(double Node, double Weight)> Points => points;

    private static (double Value, double Slope) Legendre(int n, double x)
    {
        double before = 0;
        double value = 1;
        for (int k = 1; k <= n; k++)
        {
            (before, value) = (value, ((((2 * k) - 1) * x * value) - ((k - 1) * before)) / k);
        }

        return (value, n * ((x * value) - before) / ((x * x) - 1));
    }
}
