using ScoreSde.Inverse;
using ScoreSde.Torch.Tensors;
using static TorchSharp.torch;

namespace ScoreSde.Torch.Inverse;

/// <summary>A measurement for states that are tensors: directions, residuals and sums along them in float64.</summary>
/// <param name="measurement">What was measured.</param>
/// <param name="device">Where states live.</param>
/// <param name="settle">Does what their space has put off.</param>
internal sealed class MeasuredTensors(Measurement measurement, Device device, Action settle) : IMeasuredStates<Tensor>, IDisposable
{
    private readonly MeasurementTensors tensors = new(measurement, device);

    public void AddAlong(Tensor target, double[] constants, params ReadOnlySpan<(double[] Weights, Tensor State)> terms)
    {
        settle();
        using DisposeScope scope = NewDisposeScope();

        // One upload for all numbers.
        int rank = constants.Length;
        var numbers = new double[(terms.Length + 1) * rank];
        constants.CopyTo(numbers, 0);
        for (int j = 0; j < terms.Length; j++)
        {
            terms[j].Weights.AsSpan(0, rank).CopyTo(numbers.AsSpan((j + 1) * rank));
        }

        Tensor table = tensor(numbers, float64).reshape(terms.Length + 1, 1, rank).to(device);
        Tensor along = table[0].expand(target.shape[0], rank).clone();
        for (int j = 0; j < terms.Length; j++)
        {
            along.PlusProduct_(tensors.Along(terms[j].State.to(float64)), table[j + 1]);
        }

        target.Plus_(tensors.Back(along).to(target.dtype));
    }

    public void PullTowards(Tensor data, Tensor target)
    {
        settle();
        using DisposeScope scope = NewDisposeScope();
        Tensor residual = tensors.Values.sub(tensors.Apply(data.to(float64)));
        Tensor norm = residual.norm(1, keepdim: true);
        Tensor direction = tensors.ApplyTransposed(residual).div_(norm).SetWhere_(norm.Is(0).expand(target.shape[0], target.shape[1]), 0);
        target.copy_(direction);
    }

    public void Dispose() => tensors.Dispose();
}
