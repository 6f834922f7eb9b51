using ScoreSde.MatrixKernels;

namespace ScoreSde.Networks;

/// <content>The diagonal of ∂y/∂x.</content>
internal readonly unsafe ref partial struct BackwardPass<T>
{
    /// <summary>diagonal[row, i] = ∂y_i/∂x_i: for each i what <see cref="Run"/> makes of the unit vector i, to the same bits.</summary>
    public void Diagonal(Span<T> diagonal)
    {
        int dimension = workspace.Settings.Dimension;
        AlignedBuffer<T>[] gradients = buffers.HiddenGradients;
        for (int i = 0; i < dimension; i++)
        {
            FromUnitVector(i, workspace.Panelled(gradients[^1]));
            for (int block = workspace.Settings.Depth - 1; block >= 0; block--)
            {
                PanelView<T> gradient = workspace.Panelled(gradients[block + 1]);
                Propagate(gradient, packing.Blocks[block], workspace.Hidden[block], gradient.First, workspace.Panelled(gradients[block]));
            }

            ToPanelOf(i, workspace.Panelled(gradients[0]));
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
    private void FromUnitVector(int i, PanelView<T> result)
    {
        T one = T.One;
        ProductTask<T> task = ProductTask<T>.Of(workspace.RowsUsed, PanelView<T>.RowMajor(&one, 0), packing.Output, default, result);
        task.Inner = 1;
        task.Right += i * Panels.Columns<T>();
        task.PreActivation = workspace.Hidden[workspace.Settings.Depth].Pointer;
        MatrixProduct.Run(in task);
    }

    // Of the gradient by x no more is wanted than the panel that holds place i.
    private void ToPanelOf(int i, PanelView<T> gradient)
    {
        int panel = i / Panels.Columns<T>();
        PanelView<T> place = PanelView<T>.RowMajor(buffers.InputGradient.Pointer + (panel * Panels.Columns<T>()), workspace.DimensionStride);
        ProductTask<T> task = ProductTask<T>.Of(workspace.RowsUsed, gradient, packing.Input, default, place);
        task.Columns = Panels.Columns<T>();
        task.Right += panel * task.RightPanel;
        MatrixProduct.Run(in task);
    }
}
