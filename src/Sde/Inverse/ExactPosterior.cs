using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;
using ScoreSde.Scores;

namespace ScoreSde.Inverse;

/// <summary>
/// p(x₀|y) of a Gaussian mixture: again a mixture. With S_k = A Σ_k Aᵀ + σ_y² I and K_k = Σ_k Aᵀ S_k⁻¹: means m_k + K_k (y − A m_k), covariances
/// (I − K_k A) Σ_k, weights ∝ w_k N(y; A m_k, S_k).
/// </summary>
public static class ExactPosterior
{
    /// <summary>The law of the sample given the measurement. Its score is the exact score of the inverse problem at every noise level.</summary>
    /// <exception cref="ArgumentException">Another dimension was measured, or S_k is singular: σ_y = 0 and parts of the measurement are redundant.</exception>
    public static GaussianMixture Of(GaussianMixture prior, Measurement measurement)
    {
        (Gaussian Law, double LogWeight)[] parts = Parts(prior, measurement);
        double best = parts.Max(part => part.LogWeight);

        // A weight that underflows belongs to a component that no sample will ever come from.
        parts = [.. parts.Where(part => Math.Exp(part.LogWeight - best) > 0)];
        return new GaussianMixture([.. parts.Select(part => part.Law)], [.. parts.Select(part => Math.Exp(part.LogWeight - best))]);
    }

    /// <summary>ln p(y) = ln Σ_k w_k N(y; A m_k, S_k), nats; a density in the measurement's units.</summary>
    /// <exception cref="ArgumentException">As for <see cref="Of"/>.</exception>
    public static double LogEvidence(GaussianMixture prior, Measurement measurement)
    {
        double[] logs = [.. Parts(prior, measurement).Select(static part => part.LogWeight)];
        double best = logs.Max();
        return best + Math.Log(logs.Sum(log => Math.Exp(log - best))) - (0.5 * measurement.Values.Length * Math.Log(2 * Math.PI));
    }

    // ln w_k N(y; A m_k, S_k) without its factor of (2π)^(−m/2).
    private static (Gaussian Law, double LogWeight)[] Parts(GaussianMixture prior, Measurement measurement)
    {
        ArgumentNullException.ThrowIfNull(measurement);
        ArgumentNullException.ThrowIfNull(prior);
        measurement.Check(prior.Dimension);
        Matrix<double> a = Matrix<double>.Build.DenseOfArray(SingularValues.Matrix(measurement.Operator));
        Vector<double> y = Vector<double>.Build.DenseOfArray(measurement.Values.ToArray());
        return [.. prior.Components.Select((part, k) => Condition(part, Math.Log(prior.Weights[k]), a, y, measurement.Deviation))];
    }

    private static (Gaussian Law, double LogWeight) Condition(
        Gaussian part, double logWeight, Matrix<double> a, Vector<double> y, double deviation)
    {
        Matrix<double> covariance = Matrix<double>.Build.DenseOfArray(MixtureMoments.CovarianceOf(part));
        Matrix<double> noise = Matrix<double>.Build.DenseIdentity(y.Count) * (deviation * deviation);
        Matrix<double> spread = (a * covariance * a.Transpose()) + noise;
        Vector<double> mean = Vector<double>.Build.DenseOfArray(part.Mean);
        Vector<double> surprise = y - (a * mean);
        Cholesky<double> factor = Factor((spread + spread.Transpose()) / 2);
        Matrix<double> gain = factor.Solve(a * covariance).Transpose();

        // Joseph's form keeps the covariance positive where (I − K A) Σ would lose it to rounding.
        Matrix<double> rest = Matrix<double>.Build.DenseIdentity(mean.Count) - (gain * a);
        Matrix<double> left = (rest * covariance * rest.Transpose()) + (gain * noise * gain.Transpose());
        var law = Gaussian.WithCovariance([.. mean + (gain * surprise)], ((left + left.Transpose()) / 2).ToArray());
        return (law, logWeight - (0.5 * ((surprise * factor.Solve(surprise)) + factor.DeterminantLn)));
    }

    private static Cholesky<double> Factor(Matrix<double> matrix)
    {
        try
        {
            return matrix.Cholesky();
        }
        catch (ArgumentException inner)
        {
            throw new ArgumentException(
                "A measurement without error must not say the same thing twice, nor measure where the data has no spread; give σ_y > 0.", inner);
        }
    }
}
