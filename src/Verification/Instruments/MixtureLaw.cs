using MathNet.Numerics;
using ScoreSde.Processes;

namespace ScoreSde.Verification.Instruments;

/// <summary>A Gaussian mixture Σ_k w_k N(m_k, v_k) in one dimension, v_k &gt; 0, with distribution function and quantiles.</summary>
/// <remarks>Written apart from the library's own mixtures, so that each can be held against the other.</remarks>
public sealed class MixtureLaw
{
    private readonly (double Weight, double Mean, double Variance)[] parts;

    /// <param name="parts">Weights (made to add up to 1), means and variances.</param>
    /// <exception cref="ArgumentException">No part, or a weight or variance that is not greater than 0.</exception>
    public MixtureLaw(params ReadOnlySpan<(double Weight, double Mean, double Variance)> parts)
    {
        double total = 0;
        foreach ((double weight, double mean, double variance) in parts)
        {
            if (!(weight > 0 && double.IsFinite(weight) && double.IsFinite(mean) && variance > 0 && double.IsFinite(variance)))
            {
                throw new ArgumentException("Weights and variances must be greater than 0 and all numbers finite.", nameof(parts));
            }

            total += weight;
        }

        if (parts.IsEmpty)
        {
            throw new ArgumentException("A mixture needs a part.", nameof(parts));
        }

        this.parts = parts.ToArray();
        for (int k = 0; k < this.parts.Length; k++)
        {
            this.parts[k].Weight /= total;
        }
    }

    /// <summary>Σ_k w_k m_k.</summary>
    public double Mean => parts.Sum(static part => part.Weight * part.Mean);

    /// <summary>The law of x_t = α x₀ + σ z for data of this law.</summary>
    public MixtureLaw At(NoiseLevel level) => new(Array.ConvertAll(parts, part =>
        (part.Weight, level.MeanScale * part.Mean, (level.MeanScale * level.MeanScale * part.Variance) + level.Variance)));

    /// <summary>p(x).</summary>
    public double Density(double x)
    {
        double sum = 0;
        foreach ((double weight, double mean, double variance) in parts)
        {
            double d = x - mean;
            sum += weight * Math.Exp(-d * d / (2 * variance)) / Math.Sqrt(2 * Math.PI * variance);
        }

        return sum;
    }

    /// <summary>d ln p/dx, weights of the parts taken relative to the largest so that far tails keep their value.</summary>
    public double Score(double x)
    {
        double top = double.NegativeInfinity;
        foreach ((double Weight, double Mean, double Variance) part in parts)
        {
            top = Math.Max(top, LogTerm(part, x));
        }

        double sum = 0;
        double slope = 0;
        foreach ((double Weight, double Mean, double Variance) part in parts)
        {
            double share = Math.Exp(LogTerm(part, x) - top);
            sum += share;
            slope += share * (part.Mean - x) / part.Variance;
        }

        return slope / sum;
    }

    /// <summary>P(X ≤ x).</summary>
    public double Below(double x)
    {
        double sum = 0;
        foreach ((double weight, double mean, double variance) in parts)
        {
            sum += 0.5 * weight * SpecialFunctions.Erfc((mean - x) / Math.Sqrt(2 * variance));
        }

        return sum;
    }

    /// <summary>P(X &gt; x), without the cancellation of 1 − P(X ≤ x).</summary>
    public double Above(double x)
    {
        double sum = 0;
        foreach ((double weight, double mean, double variance) in parts)
        {
            sum += 0.5 * weight * SpecialFunctions.Erfc((x - mean) / Math.Sqrt(2 * variance));
        }

        return sum;
    }

    /// <summary>The x with P(X ≤ x) = <paramref name="probability"/>, in (0, 1).</summary>
    public double Quantile(double probability)
    {
        if (!(probability > 0 && probability < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A quantile needs a probability in (0, 1).");
        }

        return probability <= 0.5 ? Solve(probability, below: true) : Solve(1 - probability, below: false);
    }

    /// <summary>The x of this law at the same probability as <paramref name="x"/> of another: the monotone transport map.</summary>
    public double Transport(MixtureLaw other, double x)
    {
        ArgumentNullException.ThrowIfNull(other);
        double below = other.Below(x);
        return below <= 0.5 ? Solve(below, below: true) : Solve(other.Above(x), below: false);
    }

    private static double LogTerm((double Weight, double Mean, double Variance) part, double x) =>
        Math.Log(part.Weight) - (0.5 * Math.Log(part.Variance)) - ((x - part.Mean) * (x - part.Mean) / (2 * part.Variance));

    // Newton's method kept inside a bracket that bisection shrinks, so that it cannot fail on flat stretches between parts.
    private double Solve(double tail, bool below)
    {
        const double Reach = 39; // beyond 39 deviations a tail underflows
        double low = parts.Min(static part => part.Mean - (Reach * Math.Sqrt(part.Variance)));
        double high = parts.Max(static part => part.Mean + (Reach * Math.Sqrt(part.Variance)));
        double x = 0.5 * (low + high);
        for (int i = 0; i < 400; i++)
        {
            double excess = below ? Below(x) - tail : tail - Above(x);
            (low, high) = excess > 0 ? (low, x) : (x, high);
            double step = excess / Density(x);
            double next = x - step;
            if (!(next > low && next < high))
            {
                next = 0.5 * (low + high);
            }

            if (next == x || Math.Abs(next - x) <= 1e-16 * (Math.Abs(x) + (1e-3 * (high - low))))
            {
                return next;
            }

            x = next;
        }

        return x;
    }
}
