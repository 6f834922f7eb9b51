using ScoreSde.Processes;
using ScoreSde.Scores;
using static TorchSharp.torch;

namespace ScoreSde.Torch.Scores;

/// <summary>A mixture at one noise level as tensors: K components of D numbers.</summary>
internal sealed class MixtureTensors : IDisposable
{
    public MixtureTensors(GaussianMixture mixture, NoiseLevel level, ScalarType type, Device device)
    {
        MixtureAtLevel at = mixture.At(level);
        int d = mixture.Dimension;
        int n = at.Means.Length;
        Sigma = at.Sigma;
        LogFactors = Upload(at.LogFactors, [n]);
        Means = Upload(at.Means.SelectMany(mean => mean), [n, d]);
        Precisions = Upload(at.Variances.SelectMany(variance => variance.Select(c => 1 / c)), [n, d]);
        if (Enumerable.Range(0, n).Any(k => at.Directions(k) is not null))
        {
            Directions = Upload(Enumerable.Range(0, n).SelectMany(k => at.Directions(k) ?? Identity(d)), [n, d, d]);
        }

        Tensor Upload(IEnumerable<double> values, long[] shape)
        {
            using DisposeScope scope = NewDisposeScope();
            return tensor(values.ToArray(), float64).to(type, device).reshape(shape).DetachFromDisposeScope();
        }
    }

    /// <summary>σ.</summary>
    public double Sigma { get; }

    /// <summary>ln w_k − ½ Σ ln(2π c_k), [K].</summary>
    public Tensor LogFactors { get; }

    /// <summary>μ, [K, D].</summary>
    public Tensor Means { get; }

    /// <summary>1/c, [K, direction].</summary>
    public Tensor Precisions { get; }

    /// <summary>Q transposed, [K, direction, coordinate]; null where all components are isotropic.</summary>
    public Tensor? Directions { get; }

    public void Dispose()
    {
        LogFactors.Dispose();
        Means.Dispose();
        Precisions.Dispose();
        Directions?.Dispose();
    }

    private static double[] Identity(int d) => [.. Enumerable.Range(0, d * d).Select(i => i / d == i % d ? 1.0 : 0)];
}
