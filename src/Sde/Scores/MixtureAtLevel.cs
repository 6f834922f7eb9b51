using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using ScoreSde.Processes;

namespace ScoreSde.Scores;

/// <summary>A mixture at one noise level: Σ_k w_k N(μ_k, Q_k diag(c_k) Q_kᵀ) with μ = α m and c = α² v + σ².</summary>
internal sealed class MixtureAtLevel
{
    private const int Long = 16;

    // A stack may have a megabyte, a point many more numbers than that.
    private const int MostOnStack = 1024;

    private readonly int d;
    private readonly double[] cumulative;
    private readonly double[]?[] vectors;

    // Compiled for good at once: a run makes one for each of its times, all in its first pass.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public MixtureAtLevel(GaussianMixture mixture, NoiseLevel level)
    {
        Mixture = mixture;
        d = mixture.Dimension;
        int components = mixture.Components.Count;
        vectors = new double[components][];
        Means = new double[components][];
        Variances = new double[components][];
        LogFactors = new double[components];
        cumulative = new double[components];
        double alpha = level.MeanScale;
        double noise = level.Variance;
        Sigma = level.Deviation;
        double weights = 0;
        for (int k = 0; k < components; k++)
        {
            Gaussian component = mixture.Components[k];
            vectors[k] = component.Eigenvectors;
            Means[k] = new double[d];
            Variances[k] = new double[d];
            weights += mixture.Weights[k];
            cumulative[k] = weights;
            double sum = 0;
            for (int i = 0; i < d; i++)
            {
                double c = (alpha * alpha * component.Eigenvalues[i]) + noise;
                Means[k][i] = alpha * component.Mean[i];
                Variances[k][i] = c;
                sum += Math.Log(2 * Math.PI * c);
            }

            LogFactors[k] = Math.Log(mixture.Weights[k]) - (0.5 * sum);
        }
    }

    /// <summary>The mixture.</summary>
    public GaussianMixture Mixture { get; }

    /// <summary>σ.</summary>
    public double Sigma { get; }

    /// <summary>μ_k.</summary>
    public double[][] Means { get; }

    /// <summary>c_k, along the principal directions.</summary>
    public double[][] Variances { get; }

    /// <summary>ln w_k − ½ Σ ln(2π c_k).</summary>
    public double[] LogFactors { get; }

    /// <summary>Q_k by columns, null for the identity.</summary>
    public double[]? Directions(int component) => vectors[component];

    public double LogDensity(ReadOnlySpan<double> x) => Accumulate(x, [], withScore: false);

    public void Score(ReadOnlySpan<double> x, Span<double> score) => Accumulate(x, score, withScore: true);

    /// <summary>x = μ_k + Q_k √c_k z, with the component k that <paramref name="u"/> ∈ (0, 1) picks.</summary>
    public void Transform(double u, ReadOnlySpan<double> z, Span<double> x)
    {
        int k = 0;
        while (k < cumulative.Length - 1 && u > cumulative[k])
        {
            k++;
        }

        Means[k].CopyTo(x);
        for (int i = 0; i < d; i++)
        {
            double along = Math.Sqrt(Variances[k][i]) * z[i];
            AddAlong(k, i, along, x);
        }
    }

    // One pass with a running maximum: scores of the components are summed with weights relative to the best so far.
    private double Accumulate(ReadOnlySpan<double> x, Span<double> score, bool withScore)
    {
        double[]? rented = d > MostOnStack ? ArrayPool<double>.Shared.Rent(d) : null;
        Span<double> local = rented is null ? stackalloc double[d] : rented.AsSpan(0, d);
        double best = double.NegativeInfinity;
        double sum = 0;
        score.Clear();
        for (int k = 0; k < Means.Length; k++)
        {
            double exponent = LogFactors[k] + Component(k, x, local);
            double rescale = exponent > best ? Math.Exp(best - exponent) : 1;
            best = Math.Max(best, exponent);
            double weight = Math.Exp(exponent - best);
            sum = (sum * rescale) + weight;
            for (int i = 0; withScore && i < d; i++)
            {
                score[i] = (score[i] * rescale) + (weight * local[i]);
            }
        }

        for (int i = 0; withScore && i < d; i++)
        {
            score[i] /= sum;
        }

        if (rented is not null)
        {
            ArrayPool<double>.Shared.Return(rented);
        }

        return best + Math.Log(sum);
    }

    // −½ (x−μ)ᵀ C⁻¹ (x−μ), and −C⁻¹ (x−μ) into local.
    private double Component(int k, ReadOnlySpan<double> x, Span<double> local)
    {
        double[] mean = Means[k];
        double[] variance = Variances[k];
        if (d >= Long && vectors[k] is null && Mixture.HasOneVariance)
        {
            return -0.5 * SquaredDistance(x, mean, -1 / variance[0], local) / variance[0];
        }

        double exponent = 0;
        local.Clear();
        for (int i = 0; i < d; i++)
        {
            double along = Along(k, i, x, mean);
            exponent -= 0.5 * along * along / variance[i];
            AddAlong(k, i, -along / variance[i], local);
        }

        return exponent;
    }

    // In four sums, on every machine, so that laws of many long rows take no longer than they must; factor · (x − μ) goes into scaled.
    private static double SquaredDistance(ReadOnlySpan<double> x, ReadOnlySpan<double> mean, double factor, Span<double> scaled)
    {
        Vector256<double> sum = Vector256<double>.Zero;
        int i = 0;
        for (; i <= x.Length - Vector256<double>.Count; i += Vector256<double>.Count)
        {
            Vector256<double> along = Vector256.Create(x[i..]) - Vector256.Create(mean[i..]);
            sum += along * along;
            (factor * along).CopyTo(scaled[i..]);
        }

        double square = sum[0] + sum[1] + sum[2] + sum[3];
        for (; i < x.Length; i++)
        {
            double along = x[i] - mean[i];
            square += along * along;
            scaled[i] = factor * along;
        }

        return square;
    }

    private double Along(int k, int direction, ReadOnlySpan<double> x, double[] mean)
    {
        if (vectors[k] is not { } q)
        {
            return x[direction] - mean[direction];
        }

        double sum = 0;
        for (int i = 0; i < d; i++)
        {
            sum += q[i + (d * direction)] * (x[i] - mean[i]);
        }

        return sum;
    }

    private void AddAlong(int k, int direction, double amount, Span<double> x)
    {
        if (vectors[k] is not { } q)
        {
            x[direction] += amount;
            return;
        }

        for (int i = 0; i < d; i++)
        {
            x[i] += amount * q[i + (d * direction)];
        }
    }
}
