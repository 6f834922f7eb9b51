using ScoreSde.Processes;

namespace ScoreSde.Torch.Inverse;

/// <summary>The W of a measurement score at work on tensors.</summary>
internal interface IResidualWeight
{
    /// <summary>Products with the Jacobian that it takes.</summary>
    int Products { get; }

    /// <summary>W residuals, [rows, outputs] in float64; the caller's scope owns it.</summary>
    Tensor Weigh(Tensor x, NoiseLevel level, Tensor residuals);
}
