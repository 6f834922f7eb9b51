using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using ScoreSde.Lanes;

namespace ScoreSde.MatrixKernels;

/// <summary>target[j, i] = source[i, j], in squares of four rows where there are vectors.</summary>
internal static unsafe class Transposition
{
    /// <summary>Transposes a block.</summary>
    /// <param name="source">The first number.</param>
    /// <param name="sourceStride">From one row of the source to the next.</param>
    /// <param name="rows">Rows of the source, columns of the target.</param>
    /// <param name="columns">Columns of the source, rows of the target.</param>
    /// <param name="target">Where its first number goes.</param>
    /// <param name="targetStride">From one row of the target to the next.</param>
    public static void Run<T>(T* source, nint sourceStride, int rows, int columns, T* target, nint targetStride)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int row = 0;
        for (; Vector128.IsHardwareAccelerated && row <= rows - 4; row += 4)
        {
            T* row0 = source + (row * sourceStride);
            int column = 0;
            for (; column <= columns - Lanes128<T>.Count; column += Lanes128<T>.Count)
            {
                Lanes128<T> a = Lanes128<T>.Load(in *row0, (nuint)column);
                Lanes128<T> b = Lanes128<T>.Load(in *(row0 + sourceStride), (nuint)column);
                Lanes128<T> c = Lanes128<T>.Load(in *(row0 + (2 * sourceStride)), (nuint)column);
                Lanes128<T> d = Lanes128<T>.Load(in *(row0 + (3 * sourceStride)), (nuint)column);
                Lanes128<T>.InterleaveQuads(ref a, ref b, ref c, ref d);
                T* place = target + (column * targetStride) + row;
                Store(a, 0, place, targetStride);
                Store(b, 1, place, targetStride);
                Store(c, 2, place, targetStride);
                Store(d, 3, place, targetStride);
            }

            OneByOne(row, 4, column, columns);
        }

        OneByOne(row, rows - row, 0, columns);

        void OneByOne(int first, int count, int start, int end)
        {
            for (int i = first; i < first + count; i++)
            {
                for (int j = start; j < end; j++)
                {
                    target[(j * targetStride) + i] = source[(i * sourceStride) + j];
                }
            }
        }
    }

    // The four vectors hold four numbers of each row of the target, one row after the other.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T>(Lanes128<T> value, int index, T* target, nint stride)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int number = index * Lanes128<T>.Count;
        Lanes128<T>.Store(value, ref *(target + (number / 4 * stride)), (nuint)(number % 4));
    }
}
