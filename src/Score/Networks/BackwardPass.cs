using System.Numerics;
using ScoreSde.MatrixKernels;

namespace ScoreSde.Networks;

/// <summary>Reverse-mode derivatives of the last <see cref="ForwardPass"/> on a workspace.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal readonly unsafe ref partial struct BackwardPass<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ParameterLayout layout;
    private readonly BackwardPacking<T> packing;
    private readonly MlpWorkspace<T> workspace;
    private readonly BackwardBuffers<T> buffers;
    private readonly T[][] gradients;

    public BackwardPass(ParameterLayout layout, BackwardPacking<T> packing, MlpWorkspace<T> workspace, T[][] gradients)
    {
        this.layout = layout;
        this.packing = packing;
        this.workspace = workspace;
        this.gradients = gradients;
        buffers = workspace.Backward!;
    }

    private bool WantsParameters => gradients.Length > 0;

    public void Run(ReadOnlySpan<T> outputGradient, Span<T> inputGradient)
    {
        int depth = workspace.Settings.Depth;
        LoadOutputGradient(outputGradient);
        if (WantsParameters)
        {
            AddWeights(layout.OutputWeight, buffers.OutputGradient, workspace.DimensionStride, workspace.Active[depth], workspace.WidthStride);
            AddSums(layout.OutputBias, buffers.OutputGradient, workspace.DimensionStride);
            AddWeights(layout.SkipWeight, buffers.SkipGradient, workspace.DimensionStride, workspace.Features, workspace.FeatureStride);
        }

        AlignedBuffer<T> gradient = buffers.HiddenGradients[0];
        AlignedBuffer<T> next = buffers.HiddenGradients[1];
        Propagate(buffers.OutputGradient, workspace.DimensionStride, packing.Output, workspace.Hidden[depth], null, gradient);
        for (int block = depth - 1; block >= 0; block--)
        {
            if (WantsParameters)
            {
                AddLayer(layout.BlockWeight(block), layout.BlockBias(block), layout.BlockTimeWeight(block), gradient, workspace.Active[block], workspace.WidthStride);
            }

            Propagate(gradient, workspace.WidthStride, packing.Blocks[block], workspace.Hidden[block], gradient, next);
            (gradient, next) = (next, gradient);
        }

        if (WantsParameters)
        {
            AddLayer(layout.InputWeight, layout.InputBias, layout.TimeWeight, gradient, buffers.Input, workspace.DimensionStride);
            AddClasses(gradient);
        }

        if (!inputGradient.IsEmpty)
        {
            Propagate(gradient, workspace.WidthStride, packing.Input, null, null, buffers.InputGradient);
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
        AlignedBuffer<T> gradient,
        int stride,
        PackedMatrix<T> weights,
        AlignedBuffer<T>? preActivation,
        AlignedBuffer<T>? residual,
        AlignedBuffer<T> result)
    {
        ProductTask<T> task = ProductTask<T>.Of(workspace.RowsUsed, gradient.Pointer, stride, weights, null, 0);
        task.PreActivation = preActivation is null ? null : preActivation.Pointer;
        task.Residual = residual is null ? null : residual.Pointer;
        task.Result = result.Pointer;
        MatrixProduct.Run(in task);
    }

    private void AddLayer(int weight, int bias, int time, AlignedBuffer<T> gradient, AlignedBuffer<T> input, int inputStride)
    {
        AddWeights(weight, gradient, workspace.WidthStride, input, inputStride);
        AddSums(bias, gradient, workspace.WidthStride);
        AddWeights(time, gradient, workspace.WidthStride, workspace.Features, workspace.FeatureStride);
    }

    // gradients += gradientᵀ · input, the sum over the batch in the order of its rows.
    private void AddWeights(int parameter, AlignedBuffer<T> gradient, int gradientStride, AlignedBuffer<T> input, int inputStride)
    {
        T[] target = gradients[parameter];
        int outputs = layout.Entries[parameter].Shape[0];
        int inputs = layout.Entries[parameter].Shape[1];
        // A matrix without padding is added to where it stands.
        bool inPlace = inputs == inputStride;
        fixed (T* sums = target)
        {
            var task = new ProductTask<T>
            {
                Rows = outputs,
                Columns = inputStride,
                Inner = workspace.RowsUsed,
                Left = gradient.Pointer,
                LeftRow = 1,
                LeftInner = gradientStride,
                Right = input.Pointer,
                RightInner = inputStride,
                RightPanel = Panels.Columns<T>(),
                Residual = inPlace ? sums : null,
                Result = inPlace ? sums : buffers.WeightGradient.Pointer,
                ResultStride = inputStride,
            };
            MatrixProduct.Run(in task);
        }

        for (int row = 0; row < outputs && !inPlace; row++)
        {
            Span<T> place = target.AsSpan(row * inputs, inputs);
            RowKernels.Add(place, buffers.WeightGradient.Span.Slice(row * inputStride, inputs), place);
        }
    }

    private void AddSums(int parameter, AlignedBuffer<T> gradient, int stride)
    {
        T[] target = gradients[parameter];
        for (int row = 0; row < workspace.RowsUsed; row++)
        {
            RowKernels.Add<T>(target, gradient.Span.Slice(row * stride, target.Length), target);
        }
    }

    private void AddClasses(AlignedBuffer<T> gradient)
    {
        if (layout.ClassWeight < 0)
        {
            return;
        }

        int width = workspace.Settings.Width;
        for (int row = 0; row < workspace.RowsUsed; row++)
        {
            Span<T> target = gradients[layout.ClassWeight].AsSpan(workspace.Labels[row] * width, width);
            RowKernels.Add(target, gradient.Span.Slice(row * workspace.WidthStride, width), target);
        }
    }
}
