using ScoreSde.MatrixKernels;

namespace ScoreSde.Networks;

/// <content>The diagonal of ∂y/∂x.</content>
internal readonly unsafe ref partial struct BackwardPass<T>
{
    /// <summary>diagonal[row, i] = ∂y_i/∂x_i: for each i what <see cref="Run"/> makes of the unit vector i, to the same bits.</summary>
    public void Diagonal(Span<T> diagonal)
    {
        int dimension = workspace.Settings.Dimension;
        for (int i = 0; i < dimension; i++)
        {
            AlignedBuffer<T> gradient = buffers.HiddenGradients[0];
            AlignedBuffer<T> next = buffers.HiddenGradients[1];
            FromUnitVector(i, gradient);
            for (int block = workspace.Settings.Depth - 1; block >= 0; block--)
            {
                Propagate(gradient, workspace.WidthStride, packing.Blocks[block], workspace.Hidden[block], gradient, next);
                (gradient, next) = (next, gradient);
            }

            ToPanelOf(i, gradient);
            for (int row = 0; row < workspace.RowsUsed; row++)
            {
                T gain = ForwardPass.Gain(workspace, row)[i];
                diagonal[(row * dimension) + i] = gain + buffers.InputGradient.Span[(row * workspace.DimensionStride) + i];
            }
        }

        GC.KeepAlive(packing);
        GC.KeepAlive(workspace);
    }

    // A unit vector picks one row of the weights: products of length 1, the same left factor for all rows.
    private void FromUnitVector(int i, AlignedBuffer<T> result)
    {
        T one = T.One;
        ProductTask<T> task = ProductTask<T>.Of(workspace.RowsUsed, &one, 0, packing.Output, null, 0);
        task.Inner = 1;
        task.Right += i * task.RightInner;
        task.PreActivation = workspace.Hidden[workspace.Settings.Depth].Pointer;
        task.Result = result.Pointer;
        MatrixProduct.Run(in task);
    }

    // Of the gradient by x no more is wanted than the panel that holds place i.
    private void ToPanelOf(int i, AlignedBuffer<T> gradient)
    {
        ProductTask<T> task = ProductTask<T>.Of(workspace.RowsUsed, gradient.Pointer, workspace.WidthStride, packing.Input, null, 0);
        int panel = i / Panels.Columns<T>();
        task.Columns = Panels.Columns<T>();
        task.Right += panel * task.RightPanel;
        task.Result = buffers.InputGradient.Pointer + (panel * Panels.Columns<T>());
        MatrixProduct.Run(in task);
    }
}
