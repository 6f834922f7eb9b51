using System.Numerics;

namespace ScoreSde.MatrixKernels;

/// <summary>
/// Some rows of the gradient of a weight matrix: result[o, i] = (result[o, i] +) Σ_chunks Σ_b left[b, o] · right[b, i]. Each chunk of the batch is summed from 0
/// in the order of its rows with fused multiply-add; the chunks' sums are added in their order.
/// </summary>
/// <remarks>The result is row-major without padding; nothing may overlap it.</remarks>
/// <typeparam name="T">float or double.</typeparam>
internal unsafe ref struct GradientTask<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The parts of the batch.</summary>
    public ReadOnlySpan<GradientChunk<T>> Chunks;

    /// <summary>The first row of the result.</summary>
    public int FirstRow;

    /// <summary>How many rows of the result.</summary>
    public int Rows;

    /// <summary>Columns of the result.</summary>
    public int Columns;

    /// <summary>The whole matrix.</summary>
    public T* Result;

    /// <summary>Whether the sums are added to the result rather than written over it.</summary>
    public bool Adds;
}
