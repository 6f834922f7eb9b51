namespace ScoreSde.Cuda.Tensors;

/// <summary>A kernel of tensors.cu as it is compiled.</summary>
/// <param name="Name">The kernel's name.</param>
/// <param name="IsDouble">Whether numbers are double, else float.</param>
/// <param name="Pack">Numbers that a thread takes at once.</param>
/// <param name="Group">Packs of a group in a pixel; 0 for all kernels but norm_groups.</param>
internal readonly record struct TensorKernel(string Name, bool IsDouble, int Pack, int Group = 0)
{
    /// <summary>Threads of a block.</summary>
    public const int Threads = 256;

    /// <summary>Bytes of a number.</summary>
    public int NumberBytes => IsDouble ? sizeof(double) : sizeof(float);

    /// <summary>The definitions that the source asks for, as NAME=VALUE.</summary>
    public IReadOnlyList<string> Definitions =>
        Group == 0 ? [$"REAL={(IsDouble ? "double" : "float")}", $"PACK={Pack}"] : [$"REAL={(IsDouble ? "double" : "float")}", $"PACK={Pack}", $"GROUP={Group}"];

    /// <summary>Numbers that fit in one access of memory.</summary>
    public static int MostPack(bool isDouble) => isDouble ? 2 : 4;
}
