using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.Torch.Tensors;
using static TorchSharp.torch;

namespace ScoreSde.Torch.Inverse;

/// <summary>W (y − A x̂₀) by minimal residuals with C = (σ²/α) ∂x̂₀/∂x, row by row at once: MomentMatchingScore and MinimalResiduals on tensors.</summary>
/// <param name="prior">The model without the measurement.</param>
/// <param name="tensors">The measurement.</param>
/// <param name="start">The rough W from which directions are taken.</param>
/// <param name="deviation">σ_y.</param>
/// <param name="steps">Steps.</param>
internal sealed class MomentMatchingTensors(
    IDifferentiableScore<Tensor> prior, MeasurementTensors tensors, PseudoinverseTensors start, double deviation, int steps) : IResidualWeight
{
    // What is left of an image beside the earlier ones, as a share of it, when all else is rounding.
    private const double Rounding = 1e-8;

    public int Products => steps;

    public Tensor Weigh(Tensor x, NoiseLevel level, Tensor residuals)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor rest = residuals.clone();
        Tensor solution = zeros_like(rest);
        var earlier = new List<(Tensor Direction, Tensor Image)>();
        for (int step = 0; step < steps; step++)
        {
            Tensor direction = start.Apply(level, rest);
            Tensor image = Covariance(x, level, direction).Plus_(direction, deviation * deviation);
            Tensor whole = Dot(image, image).sqrt_();

            // Twice: once would leave rounding of the size of what is taken away.
            for (int k = 0; k < 2 * step; k++)
            {
                (Tensor oldDirection, Tensor oldImage) = earlier[k % step];
                Tensor shared = Dot(oldImage, image);
                image.PlusProduct_(oldImage, shared, -1);
                direction.PlusProduct_(oldDirection, shared, -1);
            }

            // A direction whose image says nothing new moves nothing.
            Tensor length = Dot(image, image).sqrt_();
            Tensor useless = length.gt(whole.Times(Rounding)).logical_and(length.isfinite()).logical_not();
            direction = direction.div(length).SetWhere_(useless, 0);
            image = image.div(length).SetWhere_(useless, 0);
            Tensor along = Dot(image, rest);
            solution.PlusProduct_(direction, along);
            rest.PlusProduct_(image, along, -1);
            earlier.Add((direction, image));
        }

        return solution.MoveToOuterDisposeScope();
    }

    private static Tensor Dot(Tensor a, Tensor b) => a.mul(b).sum(1, keepdim: true);

    // A (σ²/α) J Aᵀ v of each row.
    private Tensor Covariance(Tensor x, NoiseLevel level, Tensor vectors)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor cotangent = tensors.ApplyTransposed(vectors).to(x.dtype);
        Tensor product = empty_like(x);
        prior.TransposedJacobianProduct(x, level, cotangent, product);
        Tensor row = cotangent.to(float64).Plus(product.to(float64), -level.Deviation).Times_(level.Ratio * level.Ratio);
        return tensors.Apply(row).MoveToOuterDisposeScope();
    }
}
