using System.Numerics;

namespace ScoreSde.MatrixKernels;

/// <summary>
/// A matrix whose columns come in <see cref="Panels"/>: column c of panel p of row r stands at first + r · row + p · panel + c. What is row-major is a view
/// whose next panel is next in the row.
/// </summary>
/// <remarks>
/// With panels one after the other, a block of a product reads and writes memory in one run, and a column of the matrix lies in few pages.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="first">The first number, or null for no matrix.</param>
/// <param name="row">From one row to the next; 0 if all rows are the same.</param>
/// <param name="panel">From one panel to the next.</param>
internal readonly unsafe struct PanelView<T>(T* first, nint row, nint panel)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The first number, or null for no matrix.</summary>
    public readonly T* First = first;

    /// <summary>From one row to the next.</summary>
    public readonly nint Row = row;

    /// <summary>From one panel to the next.</summary>
    public readonly nint Panel = panel;

    /// <summary>A matrix that is stored row after row.</summary>
    /// <param name="first">The first number.</param>
    /// <param name="stride">From one row to the next; 0 for one row that stands for all.</param>
    public static PanelView<T> RowMajor(T* first, nint stride) => new(first, stride, Panels.Columns<T>());

    /// <summary>A matrix that is stored panel after panel, as in <see cref="PackedMatrix{T}"/>.</summary>
    /// <param name="first">The first number.</param>
    /// <param name="rows">For how many rows a panel has room.</param>
    public static PanelView<T> Panelled(T* first, int rows) => new(first, Panels.Columns<T>(), (nint)rows * Panels.Columns<T>());

    /// <summary>The start of a row.</summary>
    public T* At(nint row) => First + (row * Row);

    /// <summary>The start of a column.</summary>
    public T* Column(int column) => First + (column / Panels.Columns<T>() * Panel) + (column % Panels.Columns<T>());
}
