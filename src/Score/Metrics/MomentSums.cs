namespace ScoreSde.Metrics;

/// <summary>Count, sum and lower scatter Σ(x − c)(x − c)ᵀ of rows about a fixed centre c, which can be added and taken apart.</summary>
internal sealed class MomentSums(double[] centre)
{
    private readonly double[] sum = new double[centre.Length];
    private readonly double[] scatter = new double[centre.Length * centre.Length];
    private long count;

    /// <summary>The mean of samples.</summary>
    public static double[] CentreOf(Samples samples)
    {
        var mean = new double[samples.Dimension];
        for (int row = 0; row < samples.Count; row++)
        {
            ReadOnlySpan<float> values = samples[row];
            for (int j = 0; j < mean.Length; j++)
            {
                mean[j] += values[j];
            }
        }

        for (int j = 0; j < mean.Length; j++)
        {
            mean[j] /= samples.Count;
        }

        return mean;
    }

    /// <summary>Adds rows.</summary>
    public void Add(Samples rows)
    {
        var x = new double[centre.Length];
        for (int row = 0; row < rows.Count; row++)
        {
            ReadOnlySpan<float> values = rows[row];
            for (int j = 0; j < x.Length; j++)
            {
                x[j] = values[j] - centre[j];
                sum[j] += x[j];
            }

            for (int i = 0; i < x.Length; i++)
            {
                ScaledAddition.Add(scatter.AsSpan(i * x.Length, i + 1), x[i], x);
            }
        }

        count += rows.Count;
    }

    /// <summary>Adds (sign 1) or takes away (sign −1) what another has gathered about the same centre.</summary>
    public void Add(MomentSums other, int sign)
    {
        ScaledAddition.Add(sum, sign, other.sum);
        ScaledAddition.Add(scatter, sign, other.scatter);
        count += sign * other.count;
    }

    /// <summary>The Gaussian with these moments.</summary>
    public GaussianFit Fit()
    {
        int d = centre.Length;
        var mean = new double[d];
        var covariance = new double[d, d];
        for (int i = 0; i < d; i++)
        {
            mean[i] = centre[i] + (sum[i] / count);
            for (int j = 0; j <= i; j++)
            {
                covariance[i, j] = (scatter[(i * d) + j] - (sum[i] * sum[j] / count)) / (count - 1);
                covariance[j, i] = covariance[i, j];
            }
        }

        return new(mean, covariance);
    }
}
