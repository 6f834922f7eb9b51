using System.Numerics;

namespace ScoreSde.MatrixKernels;

/// <summary>A matrix [inner, columns] in <see cref="Panels"/>, ready to be the right factor of a product.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed unsafe class PackedMatrix<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly AlignedBuffer<T> buffer;

    /// <param name="inner">Rows: the length of the dot products.</param>
    /// <param name="columns">Columns.</param>
    public PackedMatrix(int inner, int columns)
    {
        Inner = inner;
        Columns = columns;
        PaddedColumns = Panels.Padded<T>(columns);
        buffer = new AlignedBuffer<T>(checked(inner * PaddedColumns));
    }

    /// <summary>The length of the dot products.</summary>
    public int Inner { get; }

    /// <summary>Columns without padding.</summary>
    public int Columns { get; }

    /// <summary>Columns with padding.</summary>
    public int PaddedColumns { get; }

    /// <summary>The first panel.</summary>
    public T* Pointer => buffer.Pointer;

    /// <summary>Packs a row-major matrix [inner, columns] as it is.</summary>
    public void Pack(ReadOnlySpan<T> matrix)
    {
        int panel = Panels.Columns<T>();
        Span<T> target = buffer.Span;
        for (int first = 0; first < Columns; first += panel)
        {
            int columns = Math.Min(panel, Columns - first);
            for (int k = 0; k < Inner; k++)
            {
                matrix.Slice((k * Columns) + first, columns).CopyTo(target.Slice((first * Inner) + (k * panel), columns));
            }
        }
    }

    /// <summary>Packs the transpose of a row-major matrix [columns, inner]: the weights of a layer, for its forward product.</summary>
    public void PackTransposed(ReadOnlySpan<T> matrix)
    {
        // Square blocks, so that what is read and what is written both stay in the first-level cache.
        const int Block = 16;
        int panel = Panels.Columns<T>();
        for (int first = 0; first < Columns; first += panel)
        {
            int columns = Math.Min(panel, Columns - first);
            for (int k = 0; k < Inner; k += Block)
            {
                int length = Math.Min(Block, Inner - k);
                Span<T> target = buffer.Span.Slice((first * Inner) + (k * panel), length * panel);
                for (int column = 0; column < columns; column++)
                {
                    ReadOnlySpan<T> source = matrix.Slice(((first + column) * Inner) + k, length);
                    for (int i = 0; i < source.Length; i++)
                    {
                        target[(i * panel) + column] = source[i];
                    }
                }
            }
        }
    }
}
