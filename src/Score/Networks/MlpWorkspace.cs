using System.Numerics;
using ScoreSde.MatrixKernels;

namespace ScoreSde.Networks;

/// <summary>
/// What one thread needs to run a <see cref="ResidualMlp{T}"/>: the hidden states of up to <see cref="Rows"/> samples and, for a
/// backward pass, everything that it looks back on. Made by <see cref="ResidualMlp{T}.CreateWorkspace"/>; not for several threads at once.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class MlpWorkspace<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal MlpWorkspace(MlpSettings settings, int rows, bool training)
    {
        Settings = settings;
        Rows = rows;
        Training = training;
        WidthStride = Panels.Padded<T>(settings.Width);
        DimensionStride = Panels.Padded<T>(settings.Dimension);
        FeatureStride = Panels.Padded<T>(settings.TimeFeatures);
        int layers = settings.Depth + 1;
        Features = Buffer(FeatureStride);
        RowStart = Buffer(WidthStride);
        Gain = Buffer(DimensionStride);
        Output = Buffer(DimensionStride);
        Variance = settings.LearnsVariance ? Buffer(DimensionStride) : null;
        Hidden = new AlignedBuffer<T>[layers];
        Active = new AlignedBuffer<T>[layers];
        for (int layer = 0; layer < layers; layer++)
        {
            // Without a backward pass one hidden state is enough, and two activations that take turns.
            Hidden[layer] = training || layer == 0 ? Buffer(WidthStride) : Hidden[0];
            Active[layer] = training || layer < 2 ? Buffer(WidthStride) : Active[layer % 2];
        }

        Shared = new NoiseShare<T>(settings);
        Labels = new int[rows];
        Backward = training ? new BackwardBuffers<T>(this) : null;
    }

    /// <summary>The most samples in a batch.</summary>
    public int Rows { get; }

    /// <summary>Whether a backward pass is possible.</summary>
    public bool Training { get; }

    internal MlpSettings Settings { get; }

    internal int WidthStride { get; }

    internal int DimensionStride { get; }

    internal int FeatureStride { get; }

    /// <summary>The noise features of each row, where they differ or a backward pass may want them.</summary>
    internal AlignedBuffer<T> Features { get; }

    /// <summary>What a layer's sums start from, where rows differ.</summary>
    internal AlignedBuffer<T> RowStart { get; }

    /// <summary>The skip's factor of x of each row, where they differ.</summary>
    internal AlignedBuffer<T> Gain { get; }

    /// <summary>Prediction without the skip.</summary>
    internal AlignedBuffer<T> Output { get; }

    /// <summary>What the network says of variances, once it was asked; null where it learns none.</summary>
    internal AlignedBuffer<T>? Variance { get; }

    /// <summary>The hidden states h₀ … h_depth.</summary>
    internal AlignedBuffer<T>[] Hidden { get; }

    /// <summary>SiLU of the hidden states.</summary>
    internal AlignedBuffer<T>[] Active { get; }

    /// <summary>What one noise level for the whole batch adds to every layer.</summary>
    internal NoiseShare<T> Shared { get; }

    /// <summary>The row of the class embedding of each sample of the last forward pass.</summary>
    internal int[] Labels { get; }

    internal BackwardBuffers<T>? Backward { get; }

    /// <summary>Samples of the last forward pass; 0 before it.</summary>
    internal int RowsUsed { get; set; }

    /// <summary>Whether the last forward pass had one noise level for all rows.</summary>
    internal bool OneLevel { get; set; }

    internal AlignedBuffer<T> Buffer(int stride) => new(checked(Rows * stride));

    /// <summary>A buffer of <see cref="WidthStride"/>: everything as wide as the network is stored panel after panel.</summary>
    internal unsafe PanelView<T> Panelled(AlignedBuffer<T> buffer) => PanelView<T>.Panelled(buffer.Pointer, Rows);
}
