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

    /// <summary>Independent pieces of the work.</summary>
    public int Pieces => 2 + Blocks.Length;

    public void Pack(ParameterLayout layout, Parameter<T>[] parameters)
    {
        for (int piece = 0; piece < Pieces; piece++)
        {
            Pack(layout, parameters, piece);
        }
    }

    public void Pack(ParameterLayout layout, Parameter<T>[] parameters, int piece)
    {
        (PackedMatrix<T> target, int weight) = piece switch
        {
            0 => (Input, layout.InputWeight),
            1 => (Output, layout.OutputWeight),
            _ => (Blocks[piece - 2], layout.BlockWeight(piece - 2)),
        };
        target.Pack(parameters[weight].Values);
    }
}
