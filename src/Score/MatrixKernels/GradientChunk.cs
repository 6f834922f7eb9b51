using System.Numerics;

namespace ScoreSde.MatrixKernels;

/// <summary>The two factors of a few rows of a batch, for a <see cref="GradientTask{T}"/>.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal unsafe struct GradientChunk<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Rows of the batch.</summary>
    public int Rows;

    /// <summary>∂L/∂(outputs), its first panel.</summary>
    public T* Left;

    /// <summary>The inputs, their first panel.</summary>
    public T* Right;
}
