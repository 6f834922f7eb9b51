using System.Numerics;

namespace ScoreSde.MatrixKernels;

/// <summary>A matrix [inner, columns] in <see cref="Panels"/>, ready to be the right factor of a product.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed unsafe class PackedMatrix<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // A matrix of this size is not in the second-level cache any more when it is used.
    private const int StreamedBytes = 512 * 1024;

    private readonly AlignedBuffer<T> buffer;
    private readonly bool streams;

    /// <param name="inner">Rows: the length of the dot products.</param>
    /// <param name="columns">Columns.</param>
    public PackedMatrix(int inner, int columns)
    {
        Inner = inner;
        Columns = columns;
        PaddedColumns = Panels.Padded<T>(columns);
        buffer = new AlignedBuffer<T>(checked(inner * PaddedColumns));
        streams = (long)buffer.Length * sizeof(T) >= StreamedBytes;
    }

    /// <summary>The length of the dot products.</summary>
    public int Inner { get; }

    /// <summary>Columns without padding.</summary>
    public int Columns { get; }

    /// <summary>Columns with padding.</summary>
    public int PaddedColumns { get; }

    /// <summary>The first panel.</summary>
    public T* Pointer => buffer.Pointer;

    /// <summary>Packs some rows of a row-major matrix [inner, columns] as it is.</summary>
    public void Pack(ReadOnlySpan<T> matrix, int first, int rows)
    {
        int panel = Panels.Columns<T>();
        fixed (T* source = matrix.Slice(first * Columns, rows * Columns))
        {
            for (int column = 0; column < Columns; column += panel)
            {
                int columns = Math.Min(panel, Columns - column);
                T* target = Panel(column) + ((nint)first * panel);
                for (int k = 0; k < rows; k++, target += panel)
                {
                    T* from = source + ((nint)k * Columns) + column;
                    if (streams && columns == panel)
                    {
                        StreamingCopy.Run(from, target, Panels.Bytes);
                    }
                    else
                    {
                        new ReadOnlySpan<T>(from, columns).CopyTo(new Span<T>(target, columns));
                    }
                }
            }
        }

        Interlocked.MemoryBarrier();
    }

    /// <summary>
    /// Packs some rows of a row-major matrix [columns, inner], which become columns here: the weights of a layer, for its forward product.
    /// </summary>
    public void PackTransposed(ReadOnlySpan<T> matrix, int first, int rows)
    {
        int panel = Panels.Columns<T>();
        fixed (T* source = matrix.Slice(first * Inner, rows * Inner))
        {
            for (int row = 0; row < rows;)
            {
                int column = first + row;
                int columns = Math.Min(rows - row, panel - (column % panel));
                TransposeInto(Panel(column) + (column % panel), source + ((nint)row * Inner), columns);
                row += columns;
            }
        }

        Interlocked.MemoryBarrier();
    }

    private T* Panel(int column) => Pointer + ((nint)(column / Panels.Columns<T>()) * Inner * Panels.Columns<T>());

    // In blocks, so that what is read and what is written both stay in the first-level cache.
    private void TransposeInto(T* target, T* source, int rows)
    {
        const int Block = 64;
        int panel = Panels.Columns<T>();
        T* tile = stackalloc T[Block * panel];
        for (int k = 0; k < Inner; k += Block)
        {
            int length = Math.Min(Block, Inner - k);
            T* place = target + ((nint)k * panel);
            if (streams && rows == panel)
            {
                Transposition.Run(source + k, Inner, rows, length, tile, panel);
                StreamingCopy.Run(tile, place, length * Panels.Bytes);
            }
            else
            {
                Transposition.Run(source + k, Inner, rows, length, place, panel);
            }
        }
    }
}
