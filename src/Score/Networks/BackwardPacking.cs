using System.Numerics;
using ScoreSde.MatrixKernels;

namespace ScoreSde.Networks;

/// <summary>The weights packed the other way round, for products with a transposed Jacobian.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class BackwardPacking<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly PackedMatrix<T>?[] matrices;

    public BackwardPacking(MlpSettings settings, ParameterLayout layout)
    {
        matrices = new PackedMatrix<T>?[layout.Entries.Count];
        Input = Matrix(layout, layout.InputWeight);
        Output = Matrix(layout, layout.OutputWeight);
        Variance = settings.LearnsVariance ? Matrix(layout, layout.VarianceWeight) : null;
        Blocks = new PackedMatrix<T>[settings.Depth];
        for (int block = 0; block < settings.Depth; block++)
        {
            Blocks[block] = Matrix(layout, layout.BlockWeight(block));
        }
    }

    public PackedMatrix<T> Input { get; }

    public PackedMatrix<T> Output { get; }

    /// <summary>Null in a network that learns no variance.</summary>
    public PackedMatrix<T>? Variance { get; }

    public PackedMatrix<T>[] Blocks { get; }

    /// <summary>Packs some rows of one parameter, if it is used here.</summary>
    public void Pack(int parameter, ReadOnlySpan<T> values, int first, int rows) => matrices[parameter]?.Pack(values, first, rows);

    private PackedMatrix<T> Matrix(ParameterLayout layout, int parameter)
    {
        int[] shape = layout.Entries[parameter].Shape;
        var matrix = new PackedMatrix<T>(shape[0], shape[1]);
        matrices[parameter] = matrix;
        return matrix;
    }
}
