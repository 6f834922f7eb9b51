using System.Numerics;
using ScoreSde.MatrixKernels;

namespace ScoreSde.Networks;

/// <summary>The copies of a network's weights that the kernels read: panels for the forward pass, biases padded to whole panels.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class NetworkPacking<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly PackedMatrix<T>?[] matrices;
    private readonly AlignedBuffer<T>?[] vectors;

    public NetworkPacking(MlpSettings settings, ParameterLayout layout)
    {
        matrices = new PackedMatrix<T>?[layout.Entries.Count];
        vectors = new AlignedBuffer<T>?[layout.Entries.Count];
        Input = Matrix(layout, layout.InputWeight);
        Output = Matrix(layout, layout.OutputWeight);
        Skip = Matrix(layout, layout.SkipWeight);
        OutputBias = Vector(layout, layout.OutputBias);
        Variance = settings.LearnsVariance ? Matrix(layout, layout.VarianceWeight) : null;
        VarianceBias = settings.LearnsVariance ? Vector(layout, layout.VarianceBias) : null;
        Blocks = new PackedMatrix<T>[settings.Depth];
        Times = new PackedMatrix<T>[settings.Depth + 1];
        Biases = new AlignedBuffer<T>[settings.Depth + 1];
        Times[0] = Matrix(layout, layout.TimeWeight);
        Biases[0] = Vector(layout, layout.InputBias);
        for (int block = 0; block < settings.Depth; block++)
        {
            Blocks[block] = Matrix(layout, layout.BlockWeight(block));
            Times[block + 1] = Matrix(layout, layout.BlockTimeWeight(block));
            Biases[block + 1] = Vector(layout, layout.BlockBias(block));
        }
    }

    /// <summary>Grows with every packing, so that what was computed from the old weights is known to be stale.</summary>
    public int Version { get; private set; }

    public PackedMatrix<T> Input { get; }

    public PackedMatrix<T> Output { get; }

    public PackedMatrix<T> Skip { get; }

    public AlignedBuffer<T> OutputBias { get; }

    /// <summary>Null in a network that learns no variance.</summary>
    public PackedMatrix<T>? Variance { get; }

    /// <summary>Null in a network that learns no variance.</summary>
    public AlignedBuffer<T>? VarianceBias { get; }

    public PackedMatrix<T>[] Blocks { get; }

    /// <summary>Of the input layer, then of each block.</summary>
    public PackedMatrix<T>[] Times { get; }

    /// <summary>Of the input layer, then of each block.</summary>
    public AlignedBuffer<T>[] Biases { get; }

    /// <summary>Packs some rows of one parameter; when all are done, <see cref="Packed"/> has to be told. A bias has rows of one number.</summary>
    public void Pack(int parameter, ReadOnlySpan<T> values, int first, int rows)
    {
        matrices[parameter]?.PackTransposed(values, first, rows);
        if (vectors[parameter] is { } vector)
        {
            values.Slice(first, rows).CopyTo(vector.Span[first..]);
        }
    }

    /// <summary>All rows are packed.</summary>
    public void Packed() => Version++;

    private PackedMatrix<T> Matrix(ParameterLayout layout, int parameter)
    {
        int[] shape = layout.Entries[parameter].Shape;
        var matrix = new PackedMatrix<T>(shape[1], shape[0]);
        matrices[parameter] = matrix;
        return matrix;
    }

    private AlignedBuffer<T> Vector(ParameterLayout layout, int parameter)
    {
        var vector = new AlignedBuffer<T>(Panels.Padded<T>(layout.Entries[parameter].Shape[0]));
        vectors[parameter] = vector;
        return vector;
    }
}
