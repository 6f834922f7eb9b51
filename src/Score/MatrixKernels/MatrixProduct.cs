using System.Numerics;
using System.Runtime.CompilerServices;
using ScoreSde.Lanes;

namespace ScoreSde.MatrixKernels;

/// <summary>Runs a <see cref="ProductTask{T}"/> with the widest vectors of the processor; the result's bits do not depend on them.</summary>
/// <remarks>
/// A panel of the right factor is taken through all rows before the next, so that it stays in the second-level cache
/// (128 KiB for dot products of length 1024) while the left factor streams by, six rows at a time.
/// </remarks>
internal static unsafe class MatrixProduct
{
    /// <summary>Computes the task on the calling thread.</summary>
    public static void Run<T>(in ProductTask<T> task)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var kernel = new Kernel<T> { Task = task };
        LaneDispatch.Run<T, Kernel<T>>(ref kernel);
    }

    /// <summary>Computes the task with vectors of a given width: how tests compare them.</summary>
    public static void Run<T>(in ProductTask<T> task, LaneWidth width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var kernel = new Kernel<T> { Task = task };
        LaneDispatch.Run<T, Kernel<T>>(ref kernel, width);
    }

    private struct Kernel<T> : ILaneKernel<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public ProductTask<T> Task;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes, T>
        {
            int columns = Panels.Columns<T>();
            T* sums = stackalloc T[RowBlocks.Most * columns];
            for (int panel = 0; panel < Task.Columns / columns; panel++)
            {
                for (int row = 0; row < Task.Rows;)
                {
                    int rows = RowBlocks.Next(row, Task.Rows, out int done);
                    Block<TLanes>(row - done, rows, panel, sums);
                    Epilogue.Run<TLanes, T>(in Task, row, rows - done, panel, sums + (done * columns));
                    row += rows - done;
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void Block<TLanes>(int row, int rows, int panel, T* sums)
            where TLanes : unmanaged, ILanes<TLanes, T>
        {
            T* right = Task.Right + (panel * Task.RightPanel);
            T* start = Task.Start.First is null ? null : Task.Start.At(row) + (panel * Task.Start.Panel);
            for (int first = 0; first < Panels.Columns<T>(); first += 2 * TLanes.Count)
            {
                T* group = start is null ? null : start + first;
                switch (rows)
                {
                    case 6:
                        MicroKernel.SixRows<TLanes, T>(in Task, row, group, right + first, sums + first);
                        break;
                    case 4:
                        MicroKernel.FourRows<TLanes, T>(in Task, row, group, right + first, sums + first);
                        break;
                    default:
                        MicroKernel.OneRow<TLanes, T>(in Task, row, group, right + first, sums + first);
                        break;
                }
            }
        }
    }
}
