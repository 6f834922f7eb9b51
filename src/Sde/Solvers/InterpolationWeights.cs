namespace ScoreSde.Solvers;

/// <summary>
/// Integrates a polynomial through known values against a kernel: with P(0) = y₀ and P(τ_k) = y_k,
/// ∫ K P = y₀ ∫ K + Σ_k w_k (y_k − y₀), w_k = ∫ K ℓ_k, ℓ_k(τ) = (τ/τ_k) Π_{m≠k} (τ − τ_m)/(τ_k − τ_m).
/// </summary>
/// <remarks>
/// The differences to y₀ keep constants exact, whatever the error of the moments. Vandermonde systems, which others solve, are
/// this in disguise and lose digits on uneven grids.
/// </remarks>
internal static class InterpolationWeights
{
    /// <summary>The most nodes beside 0.</summary>
    public const int MostNodes = 3;

    /// <summary>weights[k] = w_k, with moments[j] = ∫ K τ^(j+1); the three lengths agree and are at most <see cref="MostNodes"/>.</summary>
    public static void Fill(ReadOnlySpan<double> nodes, ReadOnlySpan<double> moments, Span<double> weights)
    {
        Span<double> product = stackalloc double[MostNodes];
        for (int k = 0; k < nodes.Length; k++)
        {
            // Π_{m≠k} (τ − τ_m) by powers of τ, built factor by factor.
            product.Clear();
            product[0] = 1;
            int degree = 0;
            double scale = nodes[k];
            for (int m = 0; m < nodes.Length; m++)
            {
                if (m == k)
                {
                    continue;
                }

                scale *= nodes[k] - nodes[m];
                degree++;
                for (int j = degree; j >= 0; j--)
                {
                    product[j] = (j > 0 ? product[j - 1] : 0) - (nodes[m] * product[j]);
                }
            }

            double sum = 0;
            for (int j = 0; j <= degree; j++)
            {
                sum += product[j] * moments[j];
            }

            weights[k] = sum / scale;
        }
    }
}
