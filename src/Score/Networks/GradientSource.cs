using System.Numerics;
using ScoreSde.MatrixKernels;

namespace ScoreSde.Networks;

/// <summary>Where the factors of one parameter's gradient stand on the workspaces of a batch's chunks.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed unsafe class GradientSource<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Which parameter.</summary>
    public required int Parameter { get; init; }

    /// <summary>Rows of the parameter; 1 for a bias.</summary>
    public required int Rows { get; init; }

    /// <summary>Columns of the parameter; a bias's length.</summary>
    public required int Columns { get; init; }

    /// <summary>The factors in each chunk.</summary>
    public required GradientChunk<T>[] Chunks { get; init; }

    /// <summary>Whether samples are only summed, for want of a right factor.</summary>
    public required bool IsSum { get; init; }

    /// <summary>Whether a row is summed over the samples with its label alone.</summary>
    public bool ByLabel { get; init; }

    /// <summary>One for each parameter of a network.</summary>
    public static GradientSource<T>[] All(ParameterLayout layout, MlpWorkspace<T>[] chunks)
    {
        int depth = chunks[0].Settings.Depth;
        var all = new List<GradientSource<T>>();
        for (int block = 0; block < depth; block++)
        {
            int layer = block;
            AddLayer(
                layer + 1, layout.BlockWeight(block), layout.BlockBias(block), layout.BlockTimeWeight(block), chunk => chunk.Panelled(chunk.Active[layer]));
        }

        AddLayer(0, layout.InputWeight, layout.InputBias, layout.TimeWeight, chunk => Rows(chunk.Backward!.Input, chunk.DimensionStride));
        if (layout.ClassWeight >= 0)
        {
            Add(layout.ClassWeight, chunk => Hidden(chunk, 0), null);
        }

        Add(layout.OutputWeight, OutputGradient, chunk => chunk.Panelled(chunk.Active[depth]));
        Add(layout.OutputBias, OutputGradient, null);
        Add(layout.SkipWeight, chunk => Rows(chunk.Backward!.SkipGradient, chunk.DimensionStride), Features);
        if (layout.VarianceWeight >= 0)
        {
            Add(layout.VarianceWeight, VarianceGradient, chunk => chunk.Panelled(chunk.Active[depth]));
            Add(layout.VarianceBias, VarianceGradient, null);
        }

        return [.. all];

        void AddLayer(int layer, int weight, int bias, int time, Func<MlpWorkspace<T>, PanelView<T>> input)
        {
            Add(weight, chunk => Hidden(chunk, layer), input);
            Add(bias, chunk => Hidden(chunk, layer), null);
            Add(time, chunk => Hidden(chunk, layer), Features);
        }

        void Add(int parameter, Func<MlpWorkspace<T>, PanelView<T>> left, Func<MlpWorkspace<T>, PanelView<T>>? right)
        {
            int[] shape = layout.Entries[parameter].Shape;
            all.Add(new GradientSource<T>
            {
                Parameter = parameter,
                Rows = shape.Length > 1 ? shape[0] : 1,
                Columns = shape[^1],
                Chunks = Array.ConvertAll(chunks, chunk => new GradientChunk<T> { Left = left(chunk), Right = right?.Invoke(chunk) ?? default }),
                IsSum = right is null,
                ByLabel = parameter == layout.ClassWeight,
            });
        }

        static PanelView<T> Hidden(MlpWorkspace<T> chunk, int layer) => chunk.Panelled(chunk.Backward!.HiddenGradients[layer]);
        static PanelView<T> OutputGradient(MlpWorkspace<T> chunk) => Rows(chunk.Backward!.OutputGradient, chunk.DimensionStride);
        static PanelView<T> VarianceGradient(MlpWorkspace<T> chunk) => Rows(chunk.Backward!.VarianceGradient!, chunk.DimensionStride);
        static PanelView<T> Features(MlpWorkspace<T> chunk) => Rows(chunk.Features, chunk.FeatureStride);
        static PanelView<T> Rows(AlignedBuffer<T> buffer, int stride) => PanelView<T>.RowMajor(buffer.Pointer, stride);
    }
}
