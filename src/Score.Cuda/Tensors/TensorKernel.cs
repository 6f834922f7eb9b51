namespace ScoreSde.Cuda.Tensors;

/// <summary>A kernel of tensors.cu as it is compiled.</summary>
/// <param name="Name">The kernel's name.</param>
/// <param name="IsDouble">Whether numbers are double, else float.</param>
/// <param name="Pack">Numbers that a thread takes at once.</param>
/// <param name="Group">Packs of a group in a pixel; 0 for all kernels but norm_groups.</param>
/// <param name="Few">Channels on the side that has few; 0 for all kernels but spread_pictures and gather_pictures.</param>
internal readonly record struct TensorKernel(string Name, bool IsDouble, int Pack, int Group = 0, int Few = 0)
{
    /// <summary>Threads of a block.</summary>
    public const int Threads = 256;

    /// <summary>Pixels that a thread of spread_pictures makes.</summary>
    public const int Pixels = 8;

    /// <summary>The most channels on the side that has few.</summary>
    public const int MostFew = 4;

    /// <summary>The definitions that the source asks for, as NAME=VALUE.</summary>
    public IReadOnlyList<string> Definitions =>
    [
        $"REAL={(IsDouble ? "double" : "float")}",
        $"PACK={Pack}",
        .. Group == 0 ? (string[])[] : [$"GROUP={Group}"],
        .. Few == 0 ? (string[])[] : [$"FEW={Few}"],
    ];

    /// <summary>Numbers that fit in one access of memory.</summary>
    public static int MostPack(bool isDouble) => isDouble ? 2 : 4;

    /// <summary>Blocks that have a thread for each item, at least 1.</summary>
    public static int Blocks(long items)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(items, uint.MaxValue);
        return (int)Math.Max(1, (items + Threads - 1) / Threads);
    }
}
