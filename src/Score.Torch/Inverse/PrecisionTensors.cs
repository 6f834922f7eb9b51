using ScoreSde.Processes;
using ScoreSde.Torch.Tensors;

namespace ScoreSde.Torch.Inverse;

/// <summary>W = I/σ_y².</summary>
/// <param name="deviation">σ_y &gt; 0.</param>
internal sealed class PrecisionTensors(double deviation) : IResidualWeight
{
    public int Products => 0;

    public Tensor Weigh(Tensor x, NoiseLevel level, Tensor residuals) => residuals.Times(1 / (deviation * deviation));
}
