namespace ScoreSde.Torch.Noise;

/// <summary>Numbers as tensors of no dimension on the CPU, which kernels of any device take by value: no upload.</summary>
internal static class Constants
{
    /// <summary>The low word of a lane.</summary>
    public static Tensor LowWord { get; } = Of(0xFFFFFFFF);

    /// <summary>How far the high word is shifted.</summary>
    public static Tensor WordBits { get; } = Of(32);

    private static Tensor Of(long value) => torch.tensor(value, torch.int64).DetachFromDisposeScope();
}
