namespace ScoreSde.Scores;

/// <summary>Mean Σ w_k m_k and covariance Σ w_k (Σ_k + m_k m_kᵀ) − m mᵀ of a mixture.</summary>
/// <param name="Mean">m.</param>
/// <param name="Covariance">The covariance, [d, d].</param>
public sealed record MixtureMoments(double[] Mean, double[,] Covariance)
{
    /// <summary>The moments of a mixture.</summary>
    public static MixtureMoments Of(GaussianMixture mixture)
    {
        ArgumentNullException.ThrowIfNull(mixture);
        int d = mixture.Dimension;
        var mean = new double[d];
        for (int k = 0; k < mixture.Components.Count; k++)
        {
            for (int i = 0; i < d; i++)
            {
                mean[i] += mixture.Weights[k] * mixture.Components[k].Mean[i];
            }
        }

        var covariance = new double[d, d];
        for (int k = 0; k < mixture.Components.Count; k++)
        {
            double[] own = mixture.Components[k].Mean;
            double[,] within = CovarianceOf(mixture.Components[k]);
            for (int i = 0; i < d; i++)
            {
                for (int j = 0; j < d; j++)
                {
                    covariance[i, j] += mixture.Weights[k] * (within[i, j] + ((own[i] - mean[i]) * (own[j] - mean[j])));
                }
            }
        }

        return new(mean, covariance);
    }

    /// <summary>Σ = Q diag(v) Qᵀ of one Gaussian.</summary>
    public static double[,] CovarianceOf(Gaussian gaussian)
    {
        ArgumentNullException.ThrowIfNull(gaussian);
        int d = gaussian.Dimension;
        var covariance = new double[d, d];
        for (int k = 0; k < d; k++)
        {
            if (gaussian.Eigenvectors is not { } q)
            {
                covariance[k, k] = gaussian.Eigenvalues[k];
                continue;
            }

            for (int i = 0; i < d; i++)
            {
                for (int j = 0; j < d; j++)
                {
                    covariance[i, j] += gaussian.Eigenvalues[k] * q[i + (d * k)] * q[j + (d * k)];
                }
            }
        }

        return covariance;
    }
}
