using System.Runtime.InteropServices;

namespace ScoreSde.Cuda.Launching;

/// <summary>What the kernel is given, laid out as it reads it; addresses are the device's.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct KernelArguments
{
    /// <summary>The instructions.</summary>
    public nint Tape;

    /// <summary>How many.</summary>
    public long Instructions;

    /// <summary>The terms of their combinations.</summary>
    public nint Terms;

    /// <summary>The table of noise levels.</summary>
    public nint Levels;

    /// <summary>The weights in the samples' type.</summary>
    public nint Weights;

    /// <summary>The residual layers' weights in bfloat16, or 0.</summary>
    public nint Halves;

    /// <summary>The class of each row, or 0.</summary>
    public nint Labels;

    /// <summary>Room for states that do not fit in shared memory, or 0.</summary>
    public nint Scratch;

    /// <summary>Where the samples go.</summary>
    public nint Output;

    /// <summary>The least of step · 2⁴⁰ + row at which a value was not finite.</summary>
    public nint Failure;

    /// <summary>Rows of this launch.</summary>
    public long Rows;

    /// <summary>Index of the sample in row 0.</summary>
    public long FirstSample;

    /// <summary>The run's seed.</summary>
    public ulong Seed;

    /// <summary>w of classifier-free guidance.</summary>
    public double Guidance;
}
