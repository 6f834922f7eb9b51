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
        HiddenGradients = [workspace.Buffer(workspace.WidthStride), workspace.Buffer(workspace.WidthStride)];
        int outputs = Math.Max(workspace.Settings.Width, workspace.Settings.Dimension);
        int inputs = Math.Max(workspace.WidthStride, Math.Max(workspace.DimensionStride, workspace.FeatureStride));
        WeightGradient = new(checked(outputs * inputs));
    }

    /// <summary>x, padded to whole panels.</summary>
    public AlignedBuffer<T> Input { get; }

    /// <summary>∂L/∂output, padded to whole panels.</summary>
    public AlignedBuffer<T> OutputGradient { get; }

    /// <summary>∂L/∂gain = x ∘ ∂L/∂output.</summary>
    public AlignedBuffer<T> SkipGradient { get; }

    /// <summary>∂L/∂x without the skip.</summary>
    public AlignedBuffer<T> InputGradient { get; }

    /// <summary>∂L/∂h of two neighbouring layers, taking turns.</summary>
    public AlignedBuffer<T>[] HiddenGradients { get; }

    /// <summary>The gradient of one weight matrix before it is added to the caller's.</summary>
    public AlignedBuffer<T> WeightGradient { get; }
}
