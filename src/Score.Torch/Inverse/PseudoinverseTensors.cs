using ScoreSde.Processes;
using ScoreSde.Torch.Tensors;
using static TorchSharp.torch;

namespace ScoreSde.Torch.Inverse;

/// <summary>W = U diag(1/(r² s² + σ_y²)) Uᵀ with r² = v σ²/(α² v + σ²).</summary>
/// <param name="tensors">The measurement.</param>
/// <param name="deviation">σ_y.</param>
/// <param name="dataVariance">v &gt; 0.</param>
internal sealed class PseudoinverseTensors(MeasurementTensors tensors, double deviation, double dataVariance) : IResidualWeight
{
    private readonly double variance = Require.Positive(dataVariance);

    public int Products => 0;

    public Tensor Weigh(Tensor x, NoiseLevel level, Tensor residuals) => Apply(level, residuals);

    /// <summary>W of each row.</summary>
    public Tensor Apply(NoiseLevel level, Tensor rows)
    {
        using DisposeScope scope = NewDisposeScope();
        double alpha = level.MeanScale;
        double posterior = variance * level.Variance / ((alpha * alpha * variance) + level.Variance);
        Tensor along = rows.matmul(tensors.Left.t()).div_(tensors.SquaredSingular.Times(posterior).Shift_(deviation * deviation));
        return along.matmul(tensors.Left).MoveToOuterDisposeScope();
    }
}
