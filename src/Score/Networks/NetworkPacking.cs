using System.Numerics;
using ScoreSde.MatrixKernels;

namespace ScoreSde.Networks;

/// <summary>The copies of a network's weights that the kernels read: panels for the forward pass, biases padded to whole panels.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class NetworkPacking<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public NetworkPacking(MlpSettings settings)
    {
        int width = settings.Width;
        Input = new(settings.Dimension, width);
        Output = new(width, settings.Dimension);
        Skip = new(settings.TimeFeatures, settings.Dimension);
        OutputBias = new(Panels.Padded<T>(settings.Dimension));
        Blocks = new PackedMatrix<T>[settings.Depth];
        Times = new PackedMatrix<T>[settings.Depth + 1];
        Biases = new AlignedBuffer<T>[settings.Depth + 1];
        for (int layer = 0; layer <= settings.Depth; layer++)
        {
            Times[layer] = new(settings.TimeFeatures, width);
            Biases[layer] = new(Panels.Padded<T>(width));
            if (layer < settings.Depth)
            {
                Blocks[layer] = new(width, width);
            }
        }
    }

    /// <summary>Grows with every packing, so that what was computed from the old weights is known to be stale.</summary>
    public int Version { get; private set; }

    public PackedMatrix<T> Input { get; }

    public PackedMatrix<T> Output { get; }

    public PackedMatrix<T> Skip { get; }

    public AlignedBuffer<T> OutputBias { get; }

    public PackedMatrix<T>[] Blocks { get; }

    /// <summary>Of the input layer, then of each block.</summary>
    public PackedMatrix<T>[] Times { get; }

    /// <summary>Of the input layer, then of each block.</summary>
    public AlignedBuffer<T>[] Biases { get; }

    /// <summary>Independent pieces of the work.</summary>
    public int Pieces => 3 + (2 * Blocks.Length);

    public void Pack(ParameterLayout layout, Parameter<T>[] parameters)
    {
        for (int piece = 0; piece < Pieces; piece++)
        {
            Pack(layout, parameters, piece);
        }

        Packed();
    }

    /// <summary>One piece; when all are done, <see cref="Packed"/> has to be told.</summary>
    public void Pack(ParameterLayout layout, Parameter<T>[] parameters, int piece)
    {
        int block = piece - 3;
        if (block >= Blocks.Length)
        {
            block -= Blocks.Length;
            Times[block + 1].PackTransposed(parameters[layout.BlockTimeWeight(block)].Values);
            parameters[layout.BlockBias(block)].Values.CopyTo(Biases[block + 1].Span);
            return;
        }

        switch (piece)
        {
            case 0:
                Input.PackTransposed(parameters[layout.InputWeight].Values);
                parameters[layout.InputBias].Values.CopyTo(Biases[0].Span);
                break;
            case 1:
                Output.PackTransposed(parameters[layout.OutputWeight].Values);
                parameters[layout.OutputBias].Values.CopyTo(OutputBias.Span);
                break;
            case 2:
                Skip.PackTransposed(parameters[layout.SkipWeight].Values);
                Times[0].PackTransposed(parameters[layout.TimeWeight].Values);
                break;
            default:
                Blocks[block].PackTransposed(parameters[layout.BlockWeight(block)].Values);
                break;
        }
    }

    /// <summary>All pieces are packed.</summary>
    public void Packed() => Version++;
}
