using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ScoreSde.TorchBench.Counting;

/// <summary>
/// Counts what the process asks of the card's driver between construction and disposal, by NVIDIA's profiling interface CUPTI, which PyTorch
/// for CUDA brings: <c>cuptiSubscribe</c> and <c>cuptiEnableDomain</c> on the domain of the driver's functions. One at a time.
/// </summary>
internal sealed unsafe class CuptiCallbacks : IDisposable
{
    private const uint DriverFunctions = 1;
    private static readonly string[] Libraries = ["libcupti.so.13", "libcupti.so.12", "libcupti.so"];

    private static long launches;
    private static long graphs;
    private static long copies;

    private readonly nint library;
    private readonly nint subscriber;

    /// <exception cref="NotSupportedException">There is no CUPTI here, or it refuses.</exception>
    public CuptiCallbacks()
    {
        library = Libraries.Select(name => NativeLibrary.TryLoad(name, out nint handle) ? handle : 0).FirstOrDefault(handle => handle != 0);
        if (library == 0)
        {
            throw new NotSupportedException($"{Libraries[0]} is not on LD_LIBRARY_PATH");
        }

        (launches, graphs, copies) = (0, 0, 0);
        var subscribe = (delegate* unmanaged<nint*, nint, nint, int>)NativeLibrary.GetExport(library, "cuptiSubscribe");
        var enable = (delegate* unmanaged<uint, nint, uint, int>)NativeLibrary.GetExport(library, "cuptiEnableDomain");
        nint handle;
        Check(subscribe(&handle, (nint)(delegate* unmanaged<nint, uint, uint, nint, void>)&Heard, 0), "cuptiSubscribe");
        subscriber = handle;
        Check(enable(1, subscriber, DriverFunctions), "cuptiEnableDomain");
    }

    /// <summary>Kernels launched one by one.</summary>
    public long Launches => Volatile.Read(ref launches);

    /// <summary>CUDA graphs launched, whatever they hold.</summary>
    public long Graphs => Volatile.Read(ref graphs);

    /// <summary>Copies and fills of memory.</summary>
    public long Copies => Volatile.Read(ref copies);

    public void Dispose() => ((delegate* unmanaged<nint, int>)NativeLibrary.GetExport(library, "cuptiUnsubscribe"))(subscriber);

    private static void Check(int status, string function)
    {
        if (status != 0)
        {
            throw new NotSupportedException($"{function} answers {status}");
        }
    }

    // CUpti_CallbackData begins with the side of the call, 0 before it, as an int, and the function's name.
    [UnmanagedCallersOnly]
    private static void Heard(nint user, uint domain, uint function, nint data)
    {
        if (domain != DriverFunctions || *(int*)data != 0)
        {
            return;
        }

        ReadOnlySpan<byte> name = MemoryMarshal.CreateReadOnlySpanFromNullTerminated((byte*)Unsafe.Read<nint>((byte*)data + sizeof(nint)));
        if (name.StartsWith("cuLaunch"u8))
        {
            Interlocked.Increment(ref launches);
        }
        else if (name.StartsWith("cuGraphLaunch"u8))
        {
            Interlocked.Increment(ref graphs);
        }
        else if (name.StartsWith("cuMemcpy"u8) || name.StartsWith("cuMemset"u8))
        {
            Interlocked.Increment(ref copies);
        }
    }
}
