using System.Runtime.InteropServices;

namespace ScoreSde.Cuda.Recording;

/// <summary>One term of a combination, laid out as the kernel reads it: 16 bytes.</summary>
/// <param name="Slot">The state.</param>
/// <param name="Weight">Its factor.</param>
[StructLayout(LayoutKind.Explicit, Size = 16)]
internal readonly record struct Term([field: FieldOffset(0)] int Slot, [field: FieldOffset(8)] double Weight);
