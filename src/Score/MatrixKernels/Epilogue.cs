using System.Numerics;
using System.Runtime.CompilerServices;
using ScoreSde.Lanes;
using ScoreSde.Lanes.Functions;

namespace ScoreSde.MatrixKernels;

/// <summary>
/// What is done with a block of sums while it is in the first-level cache: the activation's slope, the residual, the store, and
/// the activation of the result.
/// </summary>
internal static unsafe class Epilogue
{
    /// <summary>Finishes rows of one panel.</summary>
    /// <param name="task">Where everything is.</param>
    /// <param name="row">The first row of the block.</param>
    /// <param name="rows">Rows of the block.</param>
    /// <param name="panel">Which panel.</param>
    /// <param name="sums">The sums, panel rows one after the other.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TLanes, T>(in ProductTask<T> task, nint row, int rows, nint panel, T* sums)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int columns = Panels.Columns<T>();
        nint place = (row * task.Result.Row) + (panel * task.Result.Panel);
        for (int r = 0; r < rows; r++, place += task.Result.Row, sums += columns)
        {
            for (nint lane = 0; lane < columns; lane += TLanes.Count)
            {
                nuint at = (nuint)(place + lane);
                TLanes value = TLanes.Load(in *sums, (nuint)lane);
                if (task.PreActivation is not null)
                {
                    Logistic.SiluWithDerivative<TLanes, T>(TLanes.Load(in *task.PreActivation, at), out TLanes slope);
                    value *= slope;
                }

                if (task.Residual is not null)
                {
                    value += TLanes.Load(in *task.Residual, at);
                }

                TLanes.Store(value, ref *task.Result.First, at);
                if (task.Activated is not null)
                {
                    TLanes.Store(Logistic.Silu<TLanes, T>(value), ref *task.Activated, at);
                }
            }
        }
    }
}
