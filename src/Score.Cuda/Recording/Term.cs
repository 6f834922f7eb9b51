using System.Runtime.InteropServices;

namespace ScoreSde.Cuda.Recording;

/// <summary>One term of a combination, laid out as the kernel reads it: 16 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct Term
{
    private readonly int padding;

    public Term(int slot, double weight)
    {
        Slot = slot;
        padding = 0;
        Weight = weight;
    }

    /// <summary>The state.</summary>
    public int Slot { get; init; }

    /// <summary>Its factor.</summary>
    public double Weight { get; }
}
