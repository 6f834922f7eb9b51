using System.Numerics;

namespace ScoreSde.MatrixKernels;

/// <summary>
/// Numbers on a cache-line boundary that the collector does not move. The pointer is good as long as the buffer is
/// reachable, so whoever computes with it keeps its owner alive.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed unsafe class AlignedBuffer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int CacheLine = 64;
    private readonly T[] storage;
    private readonly int offset;

    /// <param name="length">How many; all 0 at first.</param>
    public AlignedBuffer(int length)
    {
        Length = length;
        storage = GC.AllocateArray<T>(length + (CacheLine / sizeof(T)), pinned: true);
        fixed (T* start = storage)
        {
            offset = (int)((CacheLine - ((nuint)start % CacheLine)) % CacheLine) / sizeof(T);
            Pointer = start + offset;
        }
    }

    /// <summary>How many numbers.</summary>
    public int Length { get; }

    /// <summary>The first number, at a multiple of 64 bytes.</summary>
    public T* Pointer { get; }

    /// <summary>All numbers.</summary>
    public Span<T> Span => storage.AsSpan(offset, Length);
}
