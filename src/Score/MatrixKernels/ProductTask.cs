using System.Numerics;

namespace ScoreSde.MatrixKernels;

/// <summary>
/// One fused product: result[r, c] = residual[r, c] + slope(h[r, c]) · (start[r, c] + Σ_k left[r, k] · right[k, c]), the sum added in the order
/// of k with fused multiply-add, and activated[r, c] = SiLU(result[r, c]). A null pointer leaves its part out.
/// </summary>
/// <remarks>
/// Strides are in numbers. Columns come in whole panels, and every buffer but the left factor is padded to hold them.
/// Aliasing: the result may be the residual or the pre-activation, place for place; nothing may overlap the factors.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
internal unsafe struct ProductTask<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Rows of the result.</summary>
    public int Rows;

    /// <summary>Columns of the result, a multiple of a panel's.</summary>
    public int Columns;

    /// <summary>Length of the dot products.</summary>
    public int Inner;

    /// <summary>The left factor.</summary>
    public PanelView<T> Left;

    /// <summary>The right factor's first panel.</summary>
    public T* Right;

    /// <summary>From a panel of the right factor to the next.</summary>
    public nint RightPanel;

    /// <summary>What the sums start from; 0 if null.</summary>
    public PanelView<T> Start;

    /// <summary>The result.</summary>
    public PanelView<T> Result;

    /// <summary>h, the pre-activation whose slope SiLU′(h) multiplies the sum; laid out as the result.</summary>
    public T* PreActivation;

    /// <summary>What is added last; laid out as the result.</summary>
    public T* Residual;

    /// <summary>SiLU of the result, laid out as it.</summary>
    public T* Activated;

    /// <summary>result = left · matrix + start with a packed right factor.</summary>
    public static ProductTask<T> Of(int rows, PanelView<T> left, PackedMatrix<T> right, PanelView<T> start, PanelView<T> result) => new()
    {
        Rows = rows,
        Columns = right.PaddedColumns,
        Inner = right.Inner,
        Left = left,
        Right = right.Pointer,
        RightPanel = (nint)right.Inner * Panels.Columns<T>(),
        Start = start,
        Result = result,
    };
}
