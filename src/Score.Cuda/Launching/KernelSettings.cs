using ScoreSde.Cuda.Packing;

namespace ScoreSde.Cuda.Launching;

/// <summary>What the kernel is compiled for, but for the shape of a launch: the model and the run.</summary>
/// <param name="IsDouble">Whether numbers are double, else float.</param>
/// <param name="Dimension">Numbers in one sample.</param>
/// <param name="Slots">States of a sample.</param>
internal sealed record KernelSettings(bool IsDouble, int Dimension, int Slots)
{
    /// <summary>The padded width of a perceptron; 0 for a mixture.</summary>
    public int Width { get; init; }

    /// <summary>Residual layers of a perceptron.</summary>
    public int Depth { get; init; }

    /// <summary>Classes of a perceptron.</summary>
    public int Classes { get; init; }

    /// <summary>Whether the network is asked with and without the label.</summary>
    public bool IsGuided { get; init; }

    /// <summary>Products in bfloat16 that make one: 0 for one in the samples' own type, 1, or 3.</summary>
    public int Products { get; init; }

    /// <summary>Components of a mixture; 0 for a perceptron.</summary>
    public int Components { get; init; }

    /// <summary>Bytes of a number.</summary>
    public int NumberBytes => IsDouble ? sizeof(double) : sizeof(float);

    /// <summary>Bytes of a sample's states; guidance keeps one more.</summary>
    public long StateBytes => (long)(Slots + (IsGuided ? 1 : 0)) * Dimension * NumberBytes;

    /// <summary>Of what the padded width is a multiple.</summary>
    public static int WidthUnit(int products) => products > 0 ? BlockFragments.WidthUnit : LaunchShape.TileColumns;

    /// <summary>Shared memory of a block.</summary>
    public long SharedBytes(int rows, bool statesShared)
    {
        long states = statesShared ? ((StateBytes * rows) + 15) / 16 * 16 : 0;
        long activations = Width == 0 ? 0
            : Products == 0 ? (long)Width * (rows | 1) * NumberBytes
            : (long)rows * (Width + 8) * sizeof(ushort) * (Products == 3 ? 2 : 1);
        return states + activations;
    }

    /// <summary>The definitions that the kernel's source asks for, as NAME=VALUE.</summary>
    public IReadOnlyList<string> Definitions(LaunchShape shape)
    {
        List<string> all =
        [
            $"REAL={(IsDouble ? "double" : "float")}",
            $"MODEL={(Width > 0 ? 0 : 1)}",
            $"DIMENSION={Dimension}",
            $"SLOTS={Slots}",
            $"ROWS={shape.Rows}",
            $"THREADS={shape.Threads}",
            $"STATES_SHARED={(shape.StatesShared ? 1 : 0)}",
            $"SHARED_BYTES={shape.SharedBytes}",
        ];
        all.AddRange(Width > 0
            ?
            [
                $"WIDTH={Width}", $"DEPTH={Depth}", $"CLASSES={Classes}", $"GUIDED={(IsGuided ? 1 : 0)}",
                $"TILE_ROWS={shape.TileRows}", $"AHEAD={shape.InputsAhead(NumberBytes)}", $"PRODUCTS={Products}",
            ]
            : [$"COMPONENTS={Components}"]);
        return all;
    }
}
