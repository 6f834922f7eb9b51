using System.Numerics;
using ScoreSde.MatrixKernels;

namespace ScoreSde.Networks;

/// <summary>
/// Reverse-mode derivatives of the last <see cref="ForwardPass"/> on a workspace with respect to what flows through the network: all hidden
/// states, which <see cref="ParameterGradients{T}"/> reads, and the input.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal readonly unsafe ref partial struct BackwardPass<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly BackwardPacking<T> packing;
    private readonly MlpWorkspace<T> workspace;
    private readonly BackwardBuffers<T> buffers;

    public BackwardPass(BackwardPacking<T> packing, MlpWorkspace<T> workspace)
    {
        this.packing = packing;
        this.workspace = workspace;
        buffers = workspace.Backward!;
    }

    /// <param name="outputGradient">∂L/∂output.</param>
    /// <param name="varianceGradient">∂L/∂w; empty where it is 0.</param>
    /// <param name="inputGradient">∂L/∂x, or empty.</param>
    public void Run(ReadOnlySpan<T> outputGradient, ReadOnlySpan<T> varianceGradient, Span<T> inputGradient)
    {
        int depth = workspace.Settings.Depth;
        AlignedBuffer<T>[] gradients = buffers.HiddenGradients;
        LoadOutputGradient(outputGradient);
        T* ofVariance = LoadVarianceGradient(varianceGradient);
        Propagate(RowMajor(buffers.OutputGradient), packing.Output, workspace.Hidden[depth], ofVariance, workspace.Panelled(gradients[depth]));
        for (int block = depth - 1; block >= 0; block--)
        {
            PanelView<T> gradient = workspace.Panelled(gradients[block + 1]);
            Propagate(gradient, packing.Blocks[block], workspace.Hidden[block], gradient.First, workspace.Panelled(gradients[block]));
        }

        if (!inputGradient.IsEmpty)
        {
            Propagate(workspace.Panelled(gradients[0]), packing.Input, null, null, RowMajor(buffers.InputGradient));
            StoreInputGradient(outputGradient, inputGradient);
        }

        GC.KeepAlive(packing);
        GC.KeepAlive(workspace);
    }

    private void LoadOutputGradient(ReadOnlySpan<T> outputGradient)
    {
        int dimension = workspace.Settings.Dimension;
        for (int row = 0; row < workspace.RowsUsed; row++)
        {
            int place = row * workspace.DimensionStride;
            ReadOnlySpan<T> source = outputGradient.Slice(row * dimension, dimension);
            source.CopyTo(buffers.OutputGradient.Span[place..]);
            RowKernels.Multiply(source, buffers.Input.Span.Slice(place, dimension), buffers.SkipGradient.Span.Slice(place, dimension));
        }
    }

    // What the second output layer adds to the last hidden state's gradient; null for nothing.
    private T* LoadVarianceGradient(ReadOnlySpan<T> varianceGradient)
    {
        if (buffers.VarianceGradient is not { } buffer)
        {
            return null;
        }

        buffer.Span.Clear();
        if (varianceGradient.IsEmpty)
        {
            return null;
        }

        int dimension = workspace.Settings.Dimension;
        for (int row = 0; row < workspace.RowsUsed; row++)
        {
            varianceGradient.Slice(row * dimension, dimension).CopyTo(buffer.Span[(row * workspace.DimensionStride)..]);
        }

        PanelView<T> result = workspace.Panelled(buffers.OfVariance!);
        Propagate(RowMajor(buffer), packing.Variance!, workspace.Hidden[workspace.Settings.Depth], null, result);
        return result.First;
    }

    private void StoreInputGradient(ReadOnlySpan<T> outputGradient, Span<T> inputGradient)
    {
        int dimension = workspace.Settings.Dimension;
        for (int row = 0; row < workspace.RowsUsed; row++)
        {
            RowKernels.MultiplyAdd(
                ForwardPass.Gain(workspace, row),
                outputGradient.Slice(row * dimension, dimension),
                buffers.InputGradient.Span.Slice(row * workspace.DimensionStride, dimension),
                inputGradient.Slice(row * dimension, dimension));
        }
    }

    // result = residual + SiLU′(preActivation) ∘ (gradient · weights)
    private void Propagate(
        PanelView<T> gradient, PackedMatrix<T> weights, AlignedBuffer<T>? preActivation, T* residual, PanelView<T> result)
    {
        ProductTask<T> task = ProductTask<T>.Of(workspace.RowsUsed, gradient, weights, default, result);
        task.PreActivation = preActivation is null ? null : preActivation.Pointer;
        task.Residual = residual;
        MatrixProduct.Run(in task);
    }

    private PanelView<T> RowMajor(AlignedBuffer<T> buffer) => PanelView<T>.RowMajor(buffer.Pointer, workspace.DimensionStride);
}
