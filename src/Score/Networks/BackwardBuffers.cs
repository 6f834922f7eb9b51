using System.Numerics;
using ScoreSde.MatrixKernels;

namespace ScoreSde.Networks;

/// <summary>What only a backward pass needs.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class BackwardBuffers<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public BackwardBuffers(MlpWorkspace<T> workspace)
    {
        Input = workspace.Buffer(workspace.DimensionStride);
        OutputGradient = workspace.Buffer(workspace.DimensionStride);
        SkipGradient = workspace.Buffer(workspace.DimensionStride);
        InputGradient = workspace.Buffer(workspace.DimensionStride);
        if (workspace.Settings.LearnsVariance)
        {
            VarianceGradient = workspace.Buffer(workspace.DimensionStride);
            OfVariance = workspace.Buffer(workspace.WidthStride);
        }

        HiddenGradients = new AlignedBuffer<T>[workspace.Hidden.Length];
        for (int layer = 0; layer < HiddenGradients.Length; layer++)
        {
            HiddenGradients[layer] = workspace.Buffer(workspace.WidthStride);
        }
    }

    /// <summary>x, padded to whole panels.</summary>
    public AlignedBuffer<T> Input { get; }

    /// <summary>∂L/∂output, padded to whole panels.</summary>
    public AlignedBuffer<T> OutputGradient { get; }

    /// <summary>∂L/∂gain = x ∘ ∂L/∂output.</summary>
    public AlignedBuffer<T> SkipGradient { get; }

    /// <summary>∂L/∂x without the skip.</summary>
    public AlignedBuffer<T> InputGradient { get; }

    /// <summary>∂L/∂w, padded to whole panels; null where no variance is learned.</summary>
    public AlignedBuffer<T>? VarianceGradient { get; }

    /// <summary>What ∂L/∂w adds to ∂L/∂h_depth.</summary>
    public AlignedBuffer<T>? OfVariance { get; }

    /// <summary>∂L/∂h₀ … ∂L/∂h_depth.</summary>
    public AlignedBuffer<T>[] HiddenGradients { get; }

    /// <summary>The parameters' gradients over this workspace alone, once they were asked for.</summary>
    public ParameterGradients<T>? Parameters { get; set; }
}
