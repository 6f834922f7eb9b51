using System.Numerics;
using ScoreSde.MatrixKernels;

namespace ScoreSde.Networks;

/// <summary>
/// The network's formula, layer by layer, on a workspace whose noise levels and labels are already in place.
/// </summary>
internal static unsafe class ForwardPass
{
    public static void Run<T>(NetworkPacking<T> packing, T[]? classWeight, ReadOnlySpan<T> x, Span<T> output, MlpWorkspace<T> workspace)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int dimension = workspace.Settings.Dimension;
        int depth = workspace.Settings.Depth;
        fixed (T* input = x)
        {
            ProductTask<T> first = Layer(packing, workspace, 0, input, dimension, packing.Input);
            if (classWeight is not null)
            {
                AddClasses(classWeight, ref first, workspace);
            }

            MatrixProduct.Run(in first);
        }

        for (int block = 0; block < depth; block++)
        {
            ProductTask<T> task = Layer(
                packing, workspace, block + 1, workspace.Active[block].Pointer, workspace.WidthStride, packing.Blocks[block]);
            task.Residual = workspace.Hidden[block].Pointer;
            MatrixProduct.Run(in task);
        }

        ProductTask<T> last = ProductTask<T>.Of(
            workspace.RowsUsed, workspace.Active[depth].Pointer, workspace.WidthStride, packing.Output, packing.OutputBias.Pointer, 0);
        last.Result = workspace.Output.Pointer;
        MatrixProduct.Run(in last);
        AddSkip(packing, x, output, workspace);
        GC.KeepAlive(packing);
        GC.KeepAlive(workspace);
    }

    private static ProductTask<T> Layer<T>(
        NetworkPacking<T> packing, MlpWorkspace<T> workspace, int layer, T* left, nint leftRow, PackedMatrix<T> weights)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T* start = workspace.Shared.Biases[layer].Pointer;
        nint startRow = 0;
        if (!workspace.OneLevel)
        {
            start = workspace.RowStart.Pointer;
            startRow = workspace.WidthStride;
            FromFeatures(packing.Times[layer], packing.Biases[layer].Pointer, workspace.RowStart, workspace);
        }

        ProductTask<T> task = ProductTask<T>.Of(workspace.RowsUsed, left, leftRow, weights, start, startRow);
        task.Result = workspace.Hidden[layer].Pointer;
        task.Activated = workspace.Active[layer].Pointer;
        return task;
    }

    private static void FromFeatures<T>(PackedMatrix<T> weights, T* bias, AlignedBuffer<T> result, MlpWorkspace<T> workspace)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ProductTask<T> task = ProductTask<T>.Of(
            workspace.RowsUsed, workspace.Features.Pointer, workspace.FeatureStride, weights, bias, 0);
        task.Result = result.Pointer;
        MatrixProduct.Run(in task);
    }

    private static void AddClasses<T>(T[] classWeight, ref ProductTask<T> task, MlpWorkspace<T> workspace)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int width = workspace.Settings.Width;
        Span<T> starts = workspace.RowStart.Span;
        for (int row = 0; row < workspace.RowsUsed; row++)
        {
            ReadOnlySpan<T> level = workspace.OneLevel
                ? workspace.Shared.Biases[0].Span[..width]
                : starts.Slice(row * workspace.WidthStride, width);
            RowKernels.Add(level, classWeight.AsSpan(workspace.Labels[row] * width, width), starts.Slice(row * workspace.WidthStride, width));
        }

        task.Start = workspace.RowStart.Pointer;
        task.StartRow = workspace.WidthStride;
    }

    private static void AddSkip<T>(NetworkPacking<T> packing, ReadOnlySpan<T> x, Span<T> output, MlpWorkspace<T> workspace)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!workspace.OneLevel)
        {
            FromFeatures(packing.Skip, null, workspace.Gain, workspace);
        }

        int dimension = workspace.Settings.Dimension;
        int stride = workspace.DimensionStride;
        for (int row = 0; row < workspace.RowsUsed; row++)
        {
            RowKernels.MultiplyAdd(
                Gain(workspace, row),
                x.Slice(row * dimension, dimension),
                workspace.Output.Span.Slice(row * stride, dimension),
                output.Slice(row * dimension, dimension));
        }
    }

    /// <summary>The skip's factor of one row.</summary>
    public static ReadOnlySpan<T> Gain<T>(MlpWorkspace<T> workspace, int row)
        where T : unmanaged, IFloatingPointIeee754<T> => workspace.OneLevel
            ? workspace.Shared.Gain.Span[..workspace.Settings.Dimension]
            : workspace.Gain.Span.Slice(row * workspace.DimensionStride, workspace.Settings.Dimension);
}
