using System.Numerics;
using System.Runtime.CompilerServices;
using ScoreSde.Lanes;

namespace ScoreSde.MatrixKernels;

/// <summary>Runs a <see cref="GradientTask{T}"/> with the widest vectors of the processor; the result's bits do not depend on them.</summary>
/// <remarks>
/// Six rows of the result are taken through all panels of the right factor, which stay in the second-level cache from one six to the next,
/// and written once.
/// </remarks>
internal static unsafe class GradientProduct
{
    /// <summary>Computes the task on the calling thread.</summary>
    public static void Run<T>(in GradientTask<T> task)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var kernel = new Kernel<T> { Task = task };
        LaneDispatch.Run<T, Kernel<T>>(ref kernel);
    }

    /// <summary>Computes the task with vectors of a given width: how tests compare them.</summary>
    public static void Run<T>(in GradientTask<T> task, LaneWidth width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var kernel = new Kernel<T> { Task = task };
        LaneDispatch.Run<T, Kernel<T>>(ref kernel, width);
    }

    private ref struct Kernel<T> : ILaneKernel<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private const int FewestOfBlock = 3;

        public GradientTask<T> Task;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes, T>
        {
            int panel = Panels.Columns<T>();
            T* sums = stackalloc T[MicroKernel.BlockRows * panel];
            int end = Task.FirstRow + Task.Rows;
            int row = Task.FirstRow;
            for (; row <= end - MicroKernel.BlockRows; row += MicroKernel.BlockRows)
            {
                Block<TLanes>(row, row, MicroKernel.BlockRows, sums);
            }

            // Three rows or more cost less as the end of a whole block, whose first rows are only left out here.
            if (end - row >= FewestOfBlock && end >= MicroKernel.BlockRows)
            {
                Block<TLanes>(end - MicroKernel.BlockRows, row, end - row, sums);
                return;
            }

            for (; row < end; row++)
            {
                for (int column = 0; column < Task.Columns; column += panel)
                {
                    for (int first = 0; first < panel; first += 2 * TLanes.Count)
                    {
                        GradientKernel.OneRow<TLanes, T>(in Task, row, (column / panel * Task.RightPanel) + first, sums + first);
                    }

                    Write<TLanes>(row, 1, column, sums);
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Block<TLanes>(int blockRow, int row, int rows, T* sums)
            where TLanes : unmanaged, ILanes<TLanes, T>
        {
            int panel = Panels.Columns<T>();
            nint right = 0;
            for (int column = 0; column < Task.Columns; column += panel, right += Task.RightPanel)
            {
                for (int first = 0; first < panel; first += 2 * TLanes.Count)
                {
                    GradientKernel.SixRows<TLanes, T>(in Task, blockRow, right + first, sums + first, panel);
                }

                Write<TLanes>(row, rows, column, sums + ((row - blockRow) * panel));
            }
        }

        private readonly void Write<TLanes>(int row, int rows, int column, T* sums)
            where TLanes : unmanaged, ILanes<TLanes, T>
        {
            int panel = Panels.Columns<T>();
            int columns = Math.Min(panel, Task.Columns - column);
            for (int r = 0; r < rows; r++, sums += panel)
            {
                T* target = Task.Result + ((nint)(row + r) * Task.Columns) + column;
                int i = 0;
                for (; i <= columns - TLanes.Count; i += TLanes.Count)
                {
                    TLanes sum = TLanes.Load(in *sums, (nuint)i);
                    TLanes.Store(Task.Adds ? TLanes.Load(in *target, (nuint)i) + sum : sum, ref *target, (nuint)i);
                }

                for (; i < columns; i++)
                {
                    target[i] = Task.Adds ? target[i] + sums[i] : sums[i];
                }
            }
        }
    }
}
