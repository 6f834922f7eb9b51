using ScoreSde.Torch.Tensors;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ScoreSde.Torch.Networks;

/// <summary>Convolutions whose long sums are made in parts where float32 is to keep its digits.</summary>
/// <remarks>
/// A 3 × 3 convolution of 256 channels adds 2304 products one after the other, and that is most of a U-Net's error in float32: in parts of 64 channels outputs are off by two thirds
/// of it. On a card with TF32, whose products have 10 bits, it would be for nothing.
/// </remarks>
internal static class Convolutions
{
    private const int MostSummed = 64;

    /// <summary>Whether sums are to be made in parts: in float32, without gradients, and where products keep all bits.</summary>
    public static bool AreExact(Tensor x) =>
        x.dtype == ScalarType.Float32 && !is_grad_enabled() && (x.device.type != DeviceType.CUDA || !backends.cudnn.allow_tf32);

    /// <summary>The convolution.</summary>
    /// <param name="x">[pictures, channels, height, width].</param>
    /// <param name="weight">[to, channels, height, width].</param>
    /// <param name="bias">[to]; or null.</param>
    /// <param name="stride">Pixels from one sum to the next.</param>
    /// <param name="padding">Zeros around the pictures.</param>
    /// <param name="inParts">Whether long sums are made in parts.</param>
    public static Tensor Of(Tensor x, Tensor weight, Tensor? bias, int stride, int padding, bool inParts)
    {
        long channels = x.shape[1];
        if (!inParts || padding == 0 || channels <= MostSummed)
        {
            return functional.conv2d(x, weight, bias, [stride, stride], [padding, padding]);
        }

        using DisposeScope scope = NewDisposeScope();
        Tensor? sum = null;
        for (long from = 0; from < channels; from += MostSummed)
        {
            long count = Math.Min(MostSummed, channels - from);
            Tensor part = functional.conv2d(
                x.narrow(1, from, count), weight.narrow(1, from, count), from == 0 ? bias : null, [stride, stride], [padding, padding]);
            sum = sum is null ? part : sum.Plus_(part);
        }

        return sum!.MoveToOuterDisposeScope();
    }
}
