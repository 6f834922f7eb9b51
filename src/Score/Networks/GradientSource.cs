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

    /// <summary>From one sample to the next in the left factor.</summary>
    public required int LeftInner { get; init; }

    /// <summary>From one sample to the next in the right factor; 0 where there is none, and samples are only summed.</summary>
    public required int RightInner { get; init; }

    /// <summary>Whether a row is summed over the samples with its label alone.</summary>
    public bool ByLabel { get; init; }

    /// <summary>One for each parameter of a network.</summary>
    public static GradientSource<T>[] All(ParameterLayout layout, MlpWorkspace<T>[] chunks)
    {
        MlpSettings settings = chunks[0].Settings;
        int depth = settings.Depth;
        var all = new List<GradientSource<T>>();
        for (int block = 0; block < depth; block++)
        {
            int layer = block;
            AddLayer(layer + 1, layout.BlockWeight(block), layout.BlockBias(block), layout.BlockTimeWeight(block), c => c.Active[layer], chunks[0].WidthStride);
        }

        AddLayer(0, layout.InputWeight, layout.InputBias, layout.TimeWeight, c => c.Backward!.Input, chunks[0].DimensionStride);
        if (layout.ClassWeight >= 0)
        {
            Add(layout.ClassWeight, c => c.Backward!.HiddenGradients[0], chunks[0].WidthStride, null, 0);
        }

        Add(layout.OutputWeight, c => c.Backward!.OutputGradient, chunks[0].DimensionStride, c => c.Active[depth], chunks[0].WidthStride);
        Add(layout.OutputBias, c => c.Backward!.OutputGradient, chunks[0].DimensionStride, null, 0);
        Add(layout.SkipWeight, c => c.Backward!.SkipGradient, chunks[0].DimensionStride, c => c.Features, chunks[0].FeatureStride);
        return [.. all];

        void AddLayer(int layer, int weight, int bias, int time, Func<MlpWorkspace<T>, AlignedBuffer<T>> input, int inputStride)
        {
            AlignedBuffer<T> Gradient(MlpWorkspace<T> chunk) => chunk.Backward!.HiddenGradients[layer];
            Add(weight, Gradient, chunks[0].WidthStride, input, inputStride);
            Add(bias, Gradient, chunks[0].WidthStride, null, 0);
            Add(time, Gradient, chunks[0].WidthStride, c => c.Features, chunks[0].FeatureStride);
        }

        void Add(
            int parameter, Func<MlpWorkspace<T>, AlignedBuffer<T>> left, int leftStride, Func<MlpWorkspace<T>, AlignedBuffer<T>>? right, int rightStride)
        {
            int[] shape = layout.Entries[parameter].Shape;
            all.Add(new GradientSource<T>
            {
                Parameter = parameter,
                Rows = shape.Length > 1 ? shape[0] : 1,
                Columns = shape[^1],
                Chunks = Array.ConvertAll(chunks, chunk => new GradientChunk<T>
                {
                    Left = left(chunk).Pointer,
                    Right = right is null ? null : right(chunk).Pointer,
                }),
                LeftInner = leftStride,
                RightInner = rightStride,
                ByLabel = parameter == layout.ClassWeight,
            });
        }
    }
}
