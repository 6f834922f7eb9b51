using System.Numerics;
using ScoreSde.MatrixKernels;

namespace ScoreSde.Networks;

/// <summary>The weights packed the other way round, for products with a transposed Jacobian.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class BackwardPacking<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public BackwardPacking(MlpSettings settings)
    {
        Input = new(settings.Width, settings.Dimension);
        Output = new(settings.Dimension, settings.Width);
        Blocks = new PackedMatrix<T>[settings.Depth];
        for (int block = 0; block < settings.Depth; block++)
        {
            Blocks[block] = new(settings.Width, settings.Width);
        }
    }

    public PackedMatrix<T> Input { get; }

    public PackedMatrix<T> Output { get; }

    public PackedMatrix<T>[] Blocks { get; }

    public void Pack(ParameterLayout layout, Parameter<T>[] parameters)
    {
        Input.Pack(parameters[layout.InputWeight].Values);
        Output.Pack(parameters[layout.OutputWeight].Values);
        for (int block = 0; block < Blocks.Length; block++)
        {
            Blocks[block].Pack(parameters[layout.BlockWeight(block)].Values);
        }
    }
}
