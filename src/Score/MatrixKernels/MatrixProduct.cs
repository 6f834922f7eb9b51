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
        private const int FewestOfBlock = 3;

        public ProductTask<T> Task;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes, T>
        {
            int panel = Panels.Columns<T>();
            int group = 2 * TLanes.Count;
            T* sums = stackalloc T[MicroKernel.BlockRows * panel];
            T* right = Task.Right;
            for (int column = 0; column < Task.Columns; column += panel, right += Task.RightPanel)
            {
                int row = 0;
                for (; row <= Task.Rows - MicroKernel.BlockRows; row += MicroKernel.BlockRows)
                {
                    for (int first = 0; first < panel; first += group)
                    {
                        MicroKernel.SixRows<TLanes, T>(in Task, row, column + first, right + first, sums + first, panel);
                    }

                    Epilogue.Run<TLanes, T>(in Task, row, MicroKernel.BlockRows, column, sums);
                }

                // Three rows or more cost less as the end of a whole block, whose first rows are done already and only left out here.
                int left = Task.Rows - row;
                if (left >= FewestOfBlock && Task.Rows >= MicroKernel.BlockRows)
                {
                    int done = MicroKernel.BlockRows - left;
                    for (int first = 0; first < panel; first += group)
                    {
                        MicroKernel.SixRows<TLanes, T>(in Task, row - done, column + first, right + first, sums + first, panel);
                    }

                    Epilogue.Run<TLanes, T>(in Task, row, left, column, sums + (done * panel));
                    continue;
                }

                for (; row < Task.Rows; row++)
                {
                    for (int first = 0; first < panel; first += group)
                    {
                        MicroKernel.OneRow<TLanes, T>(in Task, row, column + first, right + first, sums + first);
                    }

                    Epilogue.Run<TLanes, T>(in Task, row, 1, column, sums);
                }
            }
        }
    }
}
