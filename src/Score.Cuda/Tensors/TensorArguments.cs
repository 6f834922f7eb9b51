using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ScoreSde.Cuda.Tensors;

/// <summary>The arguments of add_states, laid out as tensors.cu reads them; addresses are the device's.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SumArguments
{
    /// <summary>The most terms.</summary>
    public const int Most = 8;

    /// <summary>What is written; may be a term.</summary>
    public nint Target;

    /// <summary>The terms.</summary>
    public Addresses States;

    /// <summary>Their weights.</summary>
    public Numbers Weights;

    /// <summary>Numbers in a state.</summary>
    public long Count;

    /// <summary>How many terms.</summary>
    public long Terms;

    /// <summary>Room for addresses.</summary>
    [InlineArray(Most)]
    public struct Addresses
    {
        private nint first;
    }

    /// <summary>Room for numbers.</summary>
    [InlineArray(Most)]
    public struct Numbers
    {
        private double first;
    }
}

/// <summary>The arguments of draw_noise.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NoiseArguments
{
    /// <summary>What is written, rows of numbers.</summary>
    public nint Target;

    /// <summary>The factor of the normals.</summary>
    public double Scale;

    /// <summary>The run's seed.</summary>
    public ulong Seed;

    /// <summary>Index of the sample in row 0.</summary>
    public long FirstSample;

    /// <summary>Rows.</summary>
    public long Rows;

    /// <summary>Numbers of a row.</summary>
    public long Dimension;

    /// <summary>The interval of the noise's name.</summary>
    public uint Interval;

    /// <summary>The purpose of the noise's name.</summary>
    public int Purpose;

    /// <summary>Whether the normals are added, else written.</summary>
    public int Add;

    /// <summary>Nothing.</summary>
    public int Padding;
}

/// <summary>The arguments of join_states and activate_states.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct JoinArguments
{
    /// <summary>What is written.</summary>
    public nint Target;

    /// <summary>What is read.</summary>
    public nint State;

    /// <summary>A number for each channel.</summary>
    public nint Bias;

    /// <summary>Numbers in all.</summary>
    public long Count;

    /// <summary>Channels, innermost.</summary>
    public int Channels;

    /// <summary>Nothing.</summary>
    public int Padding;
}

/// <summary>The arguments of norm_groups.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NormArguments
{
    /// <summary>Pictures with their channels innermost.</summary>
    public nint X;

    /// <summary>What is added before, a number for each picture and channel; or 0.</summary>
    public nint Shift;

    /// <summary>The gain of each channel.</summary>
    public nint Weight;

    /// <summary>The bias of each channel.</summary>
    public nint Bias;

    /// <summary>What is written; may be the pictures.</summary>
    public nint Y;

    /// <summary>Numbers from a picture's shift to the next one's; 0 where all share one.</summary>
    public long ShiftStride;

    /// <summary>What is added to the variance.</summary>
    public double Epsilon;

    /// <summary>Pixels of a picture.</summary>
    public int Pixels;

    /// <summary>Channels of a pixel.</summary>
    public int Channels;

    /// <summary>Groups of channels.</summary>
    public int Groups;

    /// <summary>Whether SiLU follows.</summary>
    public int Activate;

    /// <summary>Whether a block's room holds a picture's group.</summary>
    public int Kept;

    /// <summary>Nothing.</summary>
    public int Padding;
}
