using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ScoreSde.Cuda.Tensors;

/// <summary>One order of walk_states, laid out as tensors.cu reads it; addresses are the device's.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct WalkOrder
{
    /// <summary>What is written; may be a term.</summary>
    public nint Target;

    /// <summary>The factor of the normals.</summary>
    public double Scale;

    /// <summary>The interval of the noise's name.</summary>
    public uint Interval;

    /// <summary>The purpose of the noise's name.</summary>
    public int Purpose;

    /// <summary>What is done.</summary>
    public WalkKind Kind;

    /// <summary>The first term.</summary>
    public int First;

    /// <summary>How many terms.</summary>
    public int Terms;

    /// <summary>Nothing.</summary>
    public int Padding;
}

/// <summary>What a <see cref="WalkOrder"/> does; the numbers are the kernel's.</summary>
internal enum WalkKind
{
    /// <summary>The target becomes a sum of states.</summary>
    Sum = 0,

    /// <summary>The target becomes normals.</summary>
    NewNoise = 1,

    /// <summary>Normals are added to the target.</summary>
    AddedNoise = 2,
}

/// <summary>The arguments of walk_states.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct WalkArguments
{
    /// <summary>The most orders.</summary>
    public const int MostOrders = 8;

    /// <summary>The most terms, of all orders.</summary>
    public const int MostTerms = 32;

    /// <summary>The orders.</summary>
    public Orders Order;

    /// <summary>The terms of all orders.</summary>
    public Addresses States;

    /// <summary>Their weights.</summary>
    public Numbers Weights;

    /// <summary>Numbers in a state.</summary>
    public long Count;

    /// <summary>The run's seed.</summary>
    public ulong Seed;

    /// <summary>Index of the sample in row 0.</summary>
    public long FirstSample;

    /// <summary>Numbers of a row.</summary>
    public long Dimension;

    /// <summary>How many orders.</summary>
    public long OrderCount;

    /// <summary>Room for orders.</summary>
    [InlineArray(MostOrders)]
    public struct Orders
    {
        private WalkOrder first;
    }

    /// <summary>Room for addresses.</summary>
    [InlineArray(MostTerms)]
    public struct Addresses
    {
        private nint first;
    }

    /// <summary>Room for numbers.</summary>
    [InlineArray(MostTerms)]
    public struct Numbers
    {
        private double first;
    }
}

/// <summary>The arguments of add_by_norms.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct RatioArguments
{
    /// <summary>What is added to.</summary>
    public nint Target;

    /// <summary>What is added.</summary>
    public nint Direction;

    /// <summary>Whose norm is divided.</summary>
    public nint Numerator;

    /// <summary>By whose norm.</summary>
    public nint Denominator;

    /// <summary>The factor beside the norms'.</summary>
    public double Weight;

    /// <summary>Rows.</summary>
    public long Rows;

    /// <summary>Numbers of a row.</summary>
    public int Dimension;

    /// <summary>1, or 2 for squares.</summary>
    public int Power;

    /// <summary>Threads that take a row, a divisor of a block's.</summary>
    public int Team;

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

    /// <summary>What else is added by join_states; or 0.</summary>
    public nint Further;

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

    /// <summary>Those whose channels follow; or 0.</summary>
    public nint Beside;

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

    /// <summary>How many of them are of <see cref="X"/>.</summary>
    public int Own;

    /// <summary>Groups of channels.</summary>
    public int Groups;

    /// <summary>Whether SiLU follows.</summary>
    public int Activate;

    /// <summary>Whether a block's room holds a picture's group.</summary>
    public int Kept;
}

/// <summary>The arguments of spread_pictures and gather_pictures.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FewArguments
{
    /// <summary>Pictures with their channels innermost.</summary>
    public nint X;

    /// <summary>The weights, [tap, from, to] for spread_pictures and [tap, to, from] for gather_pictures.</summary>
    public nint Weight;

    /// <summary>The bias of each channel that is written.</summary>
    public nint Bias;

    /// <summary>What is written.</summary>
    public nint Y;

    /// <summary>Pictures.</summary>
    public long Pictures;

    /// <summary>Lines of a picture.</summary>
    public int Height;

    /// <summary>Pixels of a line.</summary>
    public int Width;

    /// <summary>Channels on the side that has many.</summary>
    public int Channels;

    /// <summary>Lines that a block of gather_pictures makes.</summary>
    public int Lines;
}
