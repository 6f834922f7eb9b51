using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ScoreSde.Lanes;

/// <summary>Runs a kernel at the widest vectors that the processor has. The width never shows in the result.</summary>
internal static class LaneDispatch
{
    /// <summary>The width that <see cref="Run{T, TKernel}(ref TKernel)"/> takes.</summary>
    public static LaneWidth Widest =>
        Vector512.IsHardwareAccelerated ? LaneWidth.Bits512
        : Vector256.IsHardwareAccelerated ? LaneWidth.Bits256
        : Vector128.IsHardwareAccelerated ? LaneWidth.Bits128
        : LaneWidth.One;

    /// <summary>Runs at the widest vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<T, TKernel>(ref TKernel kernel)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TKernel : struct, ILaneKernel<T>, allows ref struct
    {
        if (Vector512.IsHardwareAccelerated)
        {
            kernel.Run<Lanes512<T>>();
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            kernel.Run<Lanes256<T>>();
        }
        else if (Vector128.IsHardwareAccelerated)
        {
            kernel.Run<Lanes128<T>>();
        }
        else
        {
            kernel.Run<Lanes1<T>>();
        }
    }

    /// <summary>Runs at a given width, in hardware or emulated: how tests compare the widths.</summary>
    public static void Run<T, TKernel>(ref TKernel kernel, LaneWidth width)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TKernel : struct, ILaneKernel<T>, allows ref struct
    {
        switch (width)
        {
            case LaneWidth.Bits512:
                kernel.Run<Lanes512<T>>();
                break;
            case LaneWidth.Bits256:
                kernel.Run<Lanes256<T>>();
                break;
            case LaneWidth.Bits128:
                kernel.Run<Lanes128<T>>();
                break;
            default:
                kernel.Run<Lanes1<T>>();
                break;
        }
    }
}
