using System.Numerics;

namespace ScoreSde.MatrixKernels;

/// <summary>
/// One fused product: result[r, c] = residual[r, c] + slope(h[r, c]) · (start[r, c] + Σ_k left[r, k] · right[k, c]), the sum added in the order
/// of k with fused multiply-add, and activated[r, c] = SiLU(result[r, c]). A null pointer leaves its part out.
/// </summary>
/// <remarks>
/// Strides are in numbers. Row strides of everything but the left factor and <see cref="Start"/> are <see cref="ResultStride"/>.
/// Columns come in whole panels, and every buffer but the left factor is padded to hold them.
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
    public T* Left;

    /// <summary>From a row of the left factor to the next.</summary>
    public nint LeftRow;

    /// <summary>The right factor's first panel.</summary>
    public T* Right;

    /// <summary>From one k to the next in a panel.</summary>
    public nint RightInner;

    /// <summary>From one panel to the next.</summary>
    public nint RightPanel;

    /// <summary>What the sums start from; 0 if null.</summary>
    public T* Start;

    /// <summary>From a row of the start to the next; 0 for a bias that all rows share.</summary>
    public nint StartRow;

    /// <summary>h, the pre-activation whose slope SiLU′(h) multiplies the sum.</summary>
    public T* PreActivation;

    /// <summary>What is added last.</summary>
    public T* Residual;

    /// <summary>The result.</summary>
    public T* Result;

    /// <summary>SiLU of the result.</summary>
    public T* Activated;

    /// <summary>From a row of the result (and its companions) to the next.</summary>
    public nint ResultStride;

    /// <summary>left · matrix + start with a packed right factor.</summary>
    public static ProductTask<T> Of(int rows, T* left, nint leftRow, PackedMatrix<T> right, T* start, nint startRow) => new()
    {
        Rows = rows,
        Columns = right.PaddedColumns,
        Inner = right.Inner,
        Left = left,
        LeftRow = leftRow,
        Right = right.Pointer,
        RightInner = Panels.Columns<T>(),
        RightPanel = (nint)right.Inner * Panels.Columns<T>(),
        Start = start,
        StartRow = startRow,
        ResultStride = right.PaddedColumns,
    };
}
