using MathNet.Numerics.Integration;
using ScoreSde.Discrete;
using ScoreSde.Processes;
using ScoreSde.Schedules;

namespace ScoreSde.Verification.Instruments;

/// <summary>
/// How far the true reverse kernel q(x_{i−1} | x_i) of a mixture in one dimension is from the Gaussian with its mean and variance. By Bayes the kernel is a mixture again; with
/// third cumulant κ₃ ≈ β³ ∂³ ln p and variance ≈ β a step has KL ≈ κ₃²/(12 β³), so that N² Σ E KL → (1/12) ∫ β³ E (∂³ ln p)² dt.
/// </summary>
public static class ReverseShape
{
    private const double Reach = 9;
    private const int PointsAcross = 160;
    private const int PointsOfKernel = 240;

    /// <summary>½ N(−0.8, 0.16) + ½ N(0.8, 0.16).</summary>
    public static IReadOnlyList<(double Weight, double Mean, double Variance)> Usual { get; } = [(0.5, -0.8, 0.16), (0.5, 0.8, 0.16)];

    /// <summary>Σ_i E KL(q(x_{i−1} | x_i) ‖ the Gaussian with its moments), nats, by the trapezoidal rule in x_i and x_{i−1}.</summary>
    /// <param name="data">Weights, means and variances.</param>
    /// <param name="steps">N.</param>
    /// <param name="forward">q(x_i | x_{i−1}).</param>
    /// <param name="closed">q(x_i | x_0).</param>
    public static double Divergence(
        IReadOnlyList<(double Weight, double Mean, double Variance)> data, int steps, Func<int, LinearKernel> forward, Func<int, LinearKernel> closed)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(forward);
        ArgumentNullException.ThrowIfNull(closed);
        double sum = 0;
        for (int i = 1; i <= steps; i++)
        {
            LinearKernel before = closed(i - 1);
            sum += OfStep([.. data.Select(part => (part.Weight, before.OnState * part.Mean, (before.OnState * before.OnState * part.Variance) + before.Variance))], forward(i));
        }

        return sum;
    }

    /// <summary>(1/12) ∫ β³ E (∂³ ln p_t)² dt of the variance-preserving process.</summary>
    public static double Limit(IReadOnlyList<(double Weight, double Mean, double Variance)> data, INoiseSchedule schedule)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(schedule);
        var process = new VariancePreserving(schedule);
        return (GaussLegendreRule.Integrate(Rate, 0, 0.1, 64) + GaussLegendreRule.Integrate(Rate, 0.1, 1, 128)) / 12;

        double Rate(double t)
        {
            NoiseLevel level = process.At(t);
            double square = level.MeanScale * level.MeanScale;
            (double Weight, double Mean, double Variance)[] parts = [.. data.Select(part => (part.Weight, level.MeanScale * part.Mean, (square * part.Variance) + level.Variance))];
            double mean = Average(parts, x =>
            {
                double third = ThirdDerivative(parts, x);
                return third * third;
            });
            return Math.Pow(schedule.Beta(t), 3) * mean;
        }
    }

    // With shares r_k and slopes s_k = (m_k − x)/v_k of the parts: the third cumulant of s under r, and −3 Cov(s, 1/v).
    private static double ThirdDerivative((double Weight, double Mean, double Variance)[] parts, double x)
    {
        double[] shares = Shares(parts, x);
        double[] slopes = [.. parts.Select(part => (part.Mean - x) / part.Variance)];
        double slope = shares.Zip(slopes, static (r, s) => r * s).Sum();
        double third = 0;
        for (int k = 0; k < parts.Length; k++)
        {
            double off = slopes[k] - slope;
            third += shares[k] * ((off * off * off) - (3 * off / parts[k].Variance));
        }

        return third;
    }

    private static double OfStep((double Weight, double Mean, double Variance)[] before, LinearKernel step)
    {
        (double Weight, double Mean, double Variance)[] after =
            [.. before.Select(part => (part.Weight, step.OnState * part.Mean, (step.OnState * step.OnState * part.Variance) + step.Variance))];
        return Average(after, x =>
        {
            double[] shares = Shares(after, x);
            var kernel = new (double Weight, double Mean, double Variance)[before.Length];
            for (int k = 0; k < kernel.Length; k++)
            {
                double gain = step.OnState * before[k].Variance / after[k].Variance;
                kernel[k] = (shares[k], before[k].Mean + (gain * (x - after[k].Mean)), before[k].Variance * step.Variance / after[k].Variance);
            }

            return FromGaussian(kernel);
        });
    }

    private static double FromGaussian((double Weight, double Mean, double Variance)[] parts)
    {
        double mean = parts.Sum(static part => part.Weight * part.Mean);
        double variance = parts.Sum(part => part.Weight * (part.Variance + ((part.Mean - mean) * (part.Mean - mean))));
        double deviation = Math.Sqrt(variance);
        double sum = 0;
        double width = 2 * Reach / PointsOfKernel;
        for (int j = 0; j <= PointsOfKernel; j++)
        {
            double z = (j * width) - Reach;
            double density = deviation * Density(parts, mean + (deviation * z));
            double normal = Math.Exp(-0.5 * z * z) / Math.Sqrt(2 * Math.PI);

            // p ln(p/g) − p + g ≥ 0, whose sum is the divergence without the cancellation of the whole.
            double ratio = density / normal;
            sum += normal * (ratio > 0 ? (ratio * Math.Log(ratio)) - (ratio - 1) : 1);
        }

        return sum * width;
    }

    private static double Average((double Weight, double Mean, double Variance)[] parts, Func<double, double> of)
    {
        double widest = Math.Sqrt(parts.Max(static part => part.Variance));
        double low = parts.Min(static part => part.Mean) - (Reach * widest);
        double width = (parts.Max(static part => part.Mean) + (Reach * widest) - low) / PointsAcross;
        double sum = 0;
        for (int j = 0; j <= PointsAcross; j++)
        {
            double x = low + (j * width);
            double density = Density(parts, x);
            sum += density < 1e-18 ? 0 : density * of(x);
        }

        return sum * width;
    }

    private static double Density((double Weight, double Mean, double Variance)[] parts, double x)
    {
        double sum = 0;
        foreach ((double weight, double mean, double variance) in parts)
        {
            sum += weight * Math.Exp(-0.5 * (x - mean) * (x - mean) / variance) / Math.Sqrt(2 * Math.PI * variance);
        }

        return sum;
    }

    private static double[] Shares((double Weight, double Mean, double Variance)[] parts, double x)
    {
        double[] logs = [.. parts.Select(part => Math.Log(part.Weight) - (0.5 * (((x - part.Mean) * (x - part.Mean) / part.Variance) + Math.Log(part.Variance))))];
        double top = logs.Max();
        double[] shares = [.. logs.Select(log => Math.Exp(log - top))];
        double total = shares.Sum();
        return [.. shares.Select(share => share / total)];
    }
}
