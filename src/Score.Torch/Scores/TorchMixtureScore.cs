using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.Torch.Networks;
using ScoreSde.Torch.Tensors;
using static TorchSharp.torch;

namespace ScoreSde.Torch.Scores;

/// <summary>
/// The exact ε(x, t) = σ Σ_k r_k C_k⁻¹ (x − μ_k) of a <see cref="GaussianMixture"/> on tensors, r_k the responsibilities: the oracle by
/// which solvers on a device are judged.
/// </summary>
/// <remarks>Uses rows × components × dimension numbers for an evaluation.</remarks>
public sealed class TorchMixtureScore : IJacobianProducts<Tensor>, IDisposable
{
    private readonly LevelTensors<MixtureTensors> levels;
    private readonly double[] mean;

    /// <param name="mixture">The law of the data.</param>
    /// <param name="type">float32 or float64, as the states.</param>
    /// <param name="device">Where the states live.</param>
    public TorchMixtureScore(GaussianMixture mixture, ScalarType type, Device device)
    {
        Dimension = mixture.Dimension;
        mean = [.. mixture.Mean];
        levels = new LevelTensors<MixtureTensors>(some => some.Select(level => new MixtureTensors(mixture, level, type, device)));
    }

    /// <inheritdoc/>
    public int Dimension { get; }

    /// <inheritdoc/>
    public void Evaluate(Tensor x, NoiseLevel level, Tensor epsilon)
    {
        if (level.IsPureNoise)
        {
            using Tensor data = tensor(mean, epsilon.dtype, epsilon.device);
            epsilon.copy_(data);
            return;
        }

        MixtureTensors at = levels.Get(level);
        using DisposeScope scope = NewDisposeScope();
        Tensor along = x.unsqueeze(1).sub(at.Means);
        if (at.Directions is { } q)
        {
            along = q.matmul(along.unsqueeze(-1)).squeeze(-1);
        }

        Tensor scaled = along.mul(at.Precisions);
        Tensor exponents = along.mul_(scaled).sum(-1).Times_(-0.5).Plus_(at.LogFactors);
        scaled.mul_(exponents.softmax(1).unsqueeze(-1));
        if (at.Directions is { } turn)
        {
            scaled = scaled.unsqueeze(-2).matmul(turn).squeeze(-2);
        }

        epsilon.copy_(scaled.sum(1).Times_(at.Sigma));
    }

    /// <inheritdoc/>
    /// <remarks>What is written gets other memory: views of it keep the old.</remarks>
    public void TransposedJacobianProduct(Tensor x, NoiseLevel level, Tensor cotangent, Tensor product) =>
        Jacobians.Write(Differentiable(level), x, null, [cotangent], [product]);

    /// <inheritdoc/>
    /// <remarks>What is written gets other memory: views of it keep the old.</remarks>
    public bool TryEvaluateWithProducts(
        Tensor x, NoiseLevel level, Tensor epsilon, ReadOnlySpan<Tensor> cotangents, ReadOnlySpan<Tensor> products)
    {
        Jacobians.Write(Differentiable(level), x, epsilon, cotangents, products);
        return true;
    }

    /// <inheritdoc/>
    /// <remarks>What is written gets other memory: views of it keep the old.</remarks>
    public bool TryEvaluateWithDiagonal(Tensor x, NoiseLevel level, Tensor epsilon, Tensor diagonal)
    {
        Jacobians.WriteDiagonal(Differentiable(level), x, epsilon, diagonal);
        return true;
    }

    // As in Evaluate, with nothing changed in its place.
    private Func<Tensor, Tensor> Differentiable(NoiseLevel level)
    {
        MixtureTensors at = levels.Get(level);
        return x =>
        {
            Tensor along = x.unsqueeze(1).sub(at.Means);
            along = at.Directions is { } q ? q.matmul(along.unsqueeze(-1)).squeeze(-1) : along;
            Tensor scaled = along.mul(at.Precisions);
            Tensor shares = along.mul(scaled).sum(-1).Times(-0.5).Plus(at.LogFactors).softmax(1);
            Tensor weighted = scaled.mul(shares.unsqueeze(-1));
            weighted = at.Directions is { } turn ? weighted.unsqueeze(-2).matmul(turn).squeeze(-2) : weighted;
            return weighted.sum(1).Times(at.Sigma);
        };
    }

    /// <summary>Disposes of what was kept for the levels.</summary>
    public void Dispose() => levels.Dispose();
}
