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
            ProductTask<T> first = Layer(packing, workspace, 0, PanelView<T>.RowMajor(input, dimension), packing.Input);
            if (classWeight is not null)
            {
                AddClasses(classWeight, ref first, workspace);
            }

            MatrixProduct.Run(in first);
        }

        for (int block = 0; block < depth; block++)
        {
            ProductTask<T> task = Layer(packing, workspace, block + 1, workspace.Panelled(workspace.Active[block]), packing.Blocks[block]);
            task.Residual = workspace.Hidden[block].Pointer;
            MatrixProduct.Run(in task);
        }

        ProductTask<T> last = ProductTask<T>.Of(
            workspace.RowsUsed,
            workspace.Panelled(workspace.Active[depth]),
            packing.Output,
            PanelView<T>.RowMajor(packing.OutputBias.Pointer, 0),
            PanelView<T>.RowMajor(workspace.Output.Pointer, workspace.DimensionStride));
        MatrixProduct.Run(in last);
        AddSkip(packing, x, output, workspace);
        GC.KeepAlive(packing);
        GC.KeepAlive(workspace);
    }

    /// <summary>w of the rows of the last <see cref="Run"/> on the workspace.</summary>
    public static void Variance<T>(NetworkPacking<T> packing, Span<T> output, MlpWorkspace<T> workspace)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int dimension = workspace.Settings.Dimension;
        AlignedBuffer<T> result = workspace.Variance!;
        ProductTask<T> task = ProductTask<T>.Of(
            workspace.RowsUsed,
            workspace.Panelled(workspace.Active[workspace.Settings.Depth]),
            packing.Variance!,
            PanelView<T>.RowMajor(packing.VarianceBias!.Pointer, 0),
            PanelView<T>.RowMajor(result.Pointer, workspace.DimensionStride));
        MatrixProduct.Run(in task);
        for (int row = 0; row < workspace.RowsUsed; row++)
        {
            result.Span.Slice(row * workspace.DimensionStride, dimension).CopyTo(output[(row * dimension)..]);
        }

        GC.KeepAlive(packing);
        GC.KeepAlive(workspace);
    }

    private static ProductTask<T> Layer<T>(
        NetworkPacking<T> packing, MlpWorkspace<T> workspace, int layer, PanelView<T> left, PackedMatrix<T> weights)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var start = PanelView<T>.RowMajor(workspace.Shared.Biases[layer].Pointer, 0);
        if (!workspace.OneLevel)
        {
            start = workspace.Panelled(workspace.RowStart);
            FromFeatures(packing.Times[layer], packing.Biases[layer].Pointer, start, workspace);
        }

        ProductTask<T> task = ProductTask<T>.Of(workspace.RowsUsed, left, weights, start, workspace.Panelled(workspace.Hidden[layer]));
        task.Activated = workspace.Active[layer].Pointer;
        return task;
    }

    private static void FromFeatures<T>(PackedMatrix<T> weights, T* bias, PanelView<T> result, MlpWorkspace<T> workspace)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ProductTask<T> task = ProductTask<T>.Of(
            workspace.RowsUsed,
            PanelView<T>.RowMajor(workspace.Features.Pointer, workspace.FeatureStride),
            weights,
            PanelView<T>.RowMajor(bias, 0),
            result);
        MatrixProduct.Run(in task);
    }

    private static void AddClasses<T>(T[] classWeight, ref ProductTask<T> task, MlpWorkspace<T> workspace)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int width = workspace.Settings.Width;
        int panel = Panels.Columns<T>();
        PanelView<T> level = task.Start;
        task.Start = workspace.Panelled(workspace.RowStart);
        for (int column = 0; column < width; column += panel)
        {
            int columns = Math.Min(panel, width - column);
            for (int row = 0; row < workspace.RowsUsed; row++)
            {
                RowKernels.Add(
                    new ReadOnlySpan<T>(level.Column(column) + (row * level.Row), columns),
                    classWeight.AsSpan((workspace.Labels[row] * width) + column, columns),
                    new Span<T>(task.Start.Column(column) + (row * task.Start.Row), columns));
            }
        }
    }

    private static void AddSkip<T>(NetworkPacking<T> packing, ReadOnlySpan<T> x, Span<T> output, MlpWorkspace<T> workspace)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!workspace.OneLevel)
        {
            FromFeatures(packing.Skip, null, PanelView<T>.RowMajor(workspace.Gain.Pointer, workspace.DimensionStride), workspace);
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
