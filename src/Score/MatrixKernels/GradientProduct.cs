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
        public GradientTask<T> Task;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes, T>
        {
            int columns = Panels.Columns<T>();
            T* sums = stackalloc T[RowBlocks.Most * columns];
            int end = Task.FirstRow + Task.Rows;
            for (int row = Task.FirstRow; row < end;)
            {
                int rows = RowBlocks.Next(row, end, out int done);
                for (int column = 0; column < Task.Columns; column += columns)
                {
                    Block<TLanes>(row - done, rows, column, sums);
                    Write<TLanes>(row, rows - done, column, sums + (done * columns));
                }

                row += rows - done;
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void Block<TLanes>(int row, int rows, int column, T* sums)
            where TLanes : unmanaged, ILanes<TLanes, T>
        {
            for (int first = 0; first < Panels.Columns<T>(); first += 2 * TLanes.Count)
            {
                switch (rows)
                {
                    case 6:
                        GradientKernel.SixRows<TLanes, T>(in Task, row, column + first, sums + first);
                        break;
                    case 4:
                        GradientKernel.FourRows<TLanes, T>(in Task, row, column + first, sums + first);
                        break;
                    default:
                        GradientKernel.OneRow<TLanes, T>(in Task, row, column + first, sums + first);
                        break;
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void Write<TLanes>(int row, int rows, int column, T* sums)
            where TLanes : unmanaged, ILanes<TLanes, T>
        {
            int columns = Math.Min(Panels.Columns<T>(), Task.Columns - column);
            for (int r = 0; r < rows; r++, sums += Panels.Columns<T>())
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
