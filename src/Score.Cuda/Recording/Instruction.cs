using System.Runtime.InteropServices;

namespace ScoreSde.Cuda.Recording;

/// <summary>One line of a <see cref="RecordedRun"/>, laid out as the kernel reads it: 32 bytes. <see cref="InstructionKind"/> tells what the fields mean.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Target">The slot that is written, or checked.</param>
/// <param name="First">A slot, or the first term.</param>
/// <param name="Count">A number of terms, a slot, or whether noise is added.</param>
/// <param name="A">A purpose, a slot or a step.</param>
/// <param name="B">A level, an interval or a power.</param>
/// <param name="Weight">A factor.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct Instruction(InstructionKind Kind, int Target, int First = 0, int Count = 0, int A = 0, int B = 0, double Weight = 0);
