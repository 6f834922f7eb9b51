using System.Numerics;
using ScoreSde.MatrixKernels;

namespace ScoreSde.Networks;

/// <summary>
/// What one noise level adds to every layer of the network: the biases b_i + T_i f(λ) and the skip's gain G f(λ). Kept until
/// another level is asked for, so that the tiles of a step, and the stages of a solver at one time, share it.
/// </summary>
/// <remarks>
/// A miss costs about F · (depth + 1) · width multiply-adds, one row of a batch F/width times over, so remembering the last level is
/// enough, and needs no lock.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
internal sealed unsafe class NoiseShare<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly AlignedBuffer<T> features;
    private NetworkPacking<T>? source;
    private int sourceVersion;
    private double lambda = double.NaN;

    public NoiseShare(MlpSettings settings)
    {
        features = new(settings.TimeFeatures);
        Gain = new(Panels.Padded<T>(settings.Dimension));
        Biases = new AlignedBuffer<T>[settings.Depth + 1];
        for (int layer = 0; layer < Biases.Length; layer++)
        {
            Biases[layer] = new(Panels.Padded<T>(settings.Width));
        }
    }

    /// <summary>f(λ).</summary>
    public ReadOnlySpan<T> Features => features.Span;

    /// <summary>b_i + T_i f(λ) of the input layer and of each block.</summary>
    public AlignedBuffer<T>[] Biases { get; }

    /// <summary>G f(λ).</summary>
    public AlignedBuffer<T> Gain { get; }

    /// <summary>Makes this the share of a level under the given weights.</summary>
    public void MoveTo(double level, NetworkPacking<T> packing)
    {
        if (level == lambda && ReferenceEquals(source, packing) && sourceVersion == packing.Version)
        {
            return;
        }

        NoiseFeatures.Write(level, features.Span);
        for (int layer = 0; layer < Biases.Length; layer++)
        {
            Compute(packing.Times[layer], packing.Biases[layer].Pointer, Biases[layer]);
        }

        Compute(packing.Skip, null, Gain);
        (lambda, source, sourceVersion) = (level, packing, packing.Version);
    }

    private void Compute(PackedMatrix<T> weights, T* bias, AlignedBuffer<T> result)
    {
        ProductTask<T> task = ProductTask<T>.Of(
            1,
            PanelView<T>.RowMajor(features.Pointer, 0),
            weights,
            PanelView<T>.RowMajor(bias, 0),
            PanelView<T>.RowMajor(result.Pointer, 0));
        MatrixProduct.Run(in task);
    }
}
