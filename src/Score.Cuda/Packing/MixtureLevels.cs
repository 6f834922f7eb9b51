using System.Numerics;
using ScoreSde.Processes;
using ScoreSde.Scores;

namespace ScoreSde.Cuda.Packing;

/// <summary>
/// A mixture at each noise level: σ, then for each component ln w_k − ½ ln det Σ_k,t, the mean α m_k [d] and Σ_k,t⁻¹ [d][d], with Σ_k,t = α² Σ_k + σ² I, so that
/// ε = σ Σ_k r_k Σ_k,t⁻¹ (x − α m_k).
/// </summary>
internal static class MixtureLevels
{
    /// <summary>Numbers of a level: 1 + components · (1 + d + d²).</summary>
    public static long Stride(GaussianMixture mixture) => 1 + (mixture.Components.Count * (1 + ((long)mixture.Dimension * (1 + mixture.Dimension))));

    /// <summary>The table, [levels][stride].</summary>
    /// <exception cref="ArgumentOutOfRangeException">At a level a component has no density: a variance 0 at σ = 0.</exception>
    public static T[] Of<T>(GaussianMixture mixture, IReadOnlyList<NoiseLevel> levels)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        long stride = Stride(mixture);
        var table = new T[TableLength.Of(levels.Count, stride)];
        for (int i = 0; i < levels.Count; i++)
        {
            Write(mixture, levels[i], table.AsSpan((int)(i * stride), (int)stride));
        }

        return table;
    }

    private static void Write<T>(GaussianMixture mixture, NoiseLevel level, Span<T> target)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (level.IsPureNoise)
        {
            throw new NotSupportedException("The kernel's exact mixture gives ε alone, which says nothing of the data at α = 0: begin the grid below t = 1, or run on the CPU.");
        }

        int d = mixture.Dimension;
        double alpha = level.MeanScale;
        int at = 0;
        target[at++] = T.CreateTruncating(level.Deviation);
        for (int k = 0; k < mixture.Components.Count; k++)
        {
            Gaussian component = mixture.Components[k];
            double[] variances = Array.ConvertAll(component.Eigenvalues, value => (alpha * alpha * value) + level.Variance);
            if (Array.Exists(variances, static value => !(value > 0)))
            {
                throw new ArgumentOutOfRangeException(nameof(level), level, "A component has no density at this level.");
            }

            target[at++] = T.CreateTruncating(Math.Log(mixture.Weights[k]) - (0.5 * variances.Sum(Math.Log)));
            for (int i = 0; i < d; i++)
            {
                target[at++] = T.CreateTruncating(alpha * component.Mean[i]);
            }

            for (int i = 0; i < d; i++)
            {
                for (int j = 0; j < d; j++)
                {
                    target[at++] = T.CreateTruncating(Precision(component, variances, i, j));
                }
            }
        }
    }

    // Σ_n Q_in Q_jn / c_n.
    private static double Precision(Gaussian component, double[] variances, int i, int j)
    {
        if (component.Eigenvectors is not { } q)
        {
            return i == j ? 1 / variances[i] : 0;
        }

        double sum = 0;
        for (int n = 0; n < variances.Length; n++)
        {
            sum += q[i + (n * variances.Length)] * q[j + (n * variances.Length)] / variances[n];
        }

        return sum;
    }
}
