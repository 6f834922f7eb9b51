using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ScoreSde.States;

/// <summary>
/// A few hundred samples on the CPU: [rows, dimension], row-major, float or double. What <see cref="TileSpace{T}"/> works on.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class Tile<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int CacheLine = 64;
    private const int MostUnaligned = 1024;

    private readonly T[] buffer;
    private readonly int first;

    // The first number lies on a cache line, so that no load of a vector takes two of them, and the collector does not move the buffer; but a
    // single row is short, and a method with steps of each sample's own has hundreds of states for each.
    internal unsafe Tile(TileWindow window)
    {
        Window = window;
        if (window.Capacity == 1 && window.Dimension * sizeof(T) <= MostUnaligned)
        {
            buffer = new T[window.Dimension];
            return;
        }

        buffer = GC.AllocateArray<T>(checked((window.Capacity * window.Dimension) + (CacheLine / sizeof(T))), pinned: true);
        nuint address = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(buffer));
        first = (int)((CacheLine - (address % CacheLine)) % CacheLine) / sizeof(T);
    }

    /// <summary>Which samples the rows are.</summary>
    public TileWindow Window { get; }

    /// <summary>Rows in use.</summary>
    public int Rows => Window.Rows;

    /// <summary>Numbers in one sample.</summary>
    public int Dimension => Window.Dimension;

    /// <summary>Index, in the whole run, of the sample in row 0.</summary>
    public long FirstSample => Window.FirstSample;

    /// <summary>The rows in use, row-major; length Rows · Dimension.</summary>
    public Span<T> Values => buffer.AsSpan(first, Window.Rows * Window.Dimension);

    /// <summary>The first number of row 0, for kernels that have checked the length.</summary>
    internal ref T Start
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(buffer), first);
    }

    /// <summary>One sample.</summary>
    public Span<T> Row(int row) => Values.Slice(row * Window.Dimension, Window.Dimension);
}
