using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.Torch.Scores;
using static TorchSharp.torch;

namespace ScoreSde.Torch;

/// <summary>
/// The exact ε(x, t) = σ Σ_k r_k C_k⁻¹ (x − μ_k) of a <see cref="GaussianMixture"/> on tensors, r_k the responsibilities: the oracle by
/// which solvers on a device are judged.
/// </summary>
/// <remarks>Uses rows × components × dimension numbers for an evaluation.</remarks>
public sealed class TorchMixtureScore : IScoreFunction<Tensor>, IDisposable
{
    private readonly LevelTensors<MixtureTensors> levels;

    /// <param name="mixture">The law of the data.</param>
    /// <param name="type">float32 or float64, as the states.</param>
    /// <param name="device">Where the states live.</param>
    public TorchMixtureScore(GaussianMixture mixture, ScalarType type, Device device)
    {
        Dimension = mixture.Dimension;
        levels = new LevelTensors<MixtureTensors>(some => some.Select(level => new MixtureTensors(mixture, level, type, device)));
    }

    /// <inheritdoc/>
    public int Dimension { get; }

    /// <inheritdoc/>
    public void Evaluate(Tensor x, NoiseLevel level, Tensor epsilon)
    {
        MixtureTensors at = levels.Get(level);
        using DisposeScope scope = NewDisposeScope();
        Tensor along = x.unsqueeze(1).sub(at.Means);
        if (at.Directions is { } q)
        {
            along = q.matmul(along.unsqueeze(-1)).squeeze(-1);
        }

        Tensor scaled = along.mul(at.Precisions);
        Tensor exponents = along.mul_(scaled).sum(-1).mul_(-0.5).add_(at.LogFactors);
        scaled.mul_(exponents.softmax(1).unsqueeze(-1));
        if (at.Directions is { } turn)
        {
            scaled = scaled.unsqueeze(-2).matmul(turn).squeeze(-2);
        }

        epsilon.copy_(scaled.sum(1).mul_(at.Sigma));
    }

    /// <summary>Disposes of what was kept for the levels.</summary>
    public void Dispose() => levels.Dispose();
}
