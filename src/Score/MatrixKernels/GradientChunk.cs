using System.Numerics;

namespace ScoreSde.MatrixKernels;

/// <summary>The two factors of a few rows of a batch, for a <see cref="GradientTask{T}"/>.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal struct GradientChunk<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Rows of the batch.</summary>
    public int Rows;

    /// <summary>∂L/∂(outputs).</summary>
    public PanelView<T> Left;

    /// <summary>The inputs, padded to whole panels.</summary>
    public PanelView<T> Right;
}
