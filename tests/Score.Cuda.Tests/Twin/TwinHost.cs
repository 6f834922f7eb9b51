using System.Runtime.InteropServices;
using ScoreSde.Cuda.Launching;

namespace ScoreSde.Tests.Twin;

/// <summary>The kernel's very source as a C++ compiler makes it for this processor: same arguments, same tables, one thread after the other.</summary>
internal sealed unsafe class TwinHost : IKernelHost
{
    /// <summary>The one of all tests.</summary>
    public static TwinHost Only { get; } = new();

    /// <summary>Null where there is a compiler; else why the twin cannot be made.</summary>
    public static string? WhyNot => TwinCompiler.WhyNot;

    public DeviceFacts Facts { get; } = new("C++ twin", 2, 227 * 1024, 1024, 90);

    public long FreeBytes => 1L << 30;

    /// <summary>What was allocated and not given back.</summary>
    public int Held => held;

    private int held;

    public void Enter()
    {
    }

    public nint Allocate(long bytes)
    {
        Interlocked.Increment(ref held);
        return (nint)NativeMemory.AlignedAlloc((nuint)bytes, 256);
    }

    public void Free(nint address)
    {
        Interlocked.Decrement(ref held);
        NativeMemory.AlignedFree((void*)address);
    }

    public void Upload(nint target, ReadOnlySpan<byte> source) => source.CopyTo(new Span<byte>((void*)target, source.Length));

    public void Download(nint source, Span<byte> target) => new ReadOnlySpan<byte>((void*)source, target.Length).CopyTo(target);

    public IKernel Load(KernelSettings settings, LaunchShape shape) =>
        new TwinKernel(TwinCompiler.Function(KernelSource.Text, settings.Definitions(shape), $"{KernelSource.EntryPoint}_twin"));

    private sealed class TwinKernel(nint function) : IKernel
    {
        public void Run(in KernelArguments arguments, int blocks)
        {
            fixed (KernelArguments* first = &arguments)
            {
                ((delegate* unmanaged<KernelArguments*, int, void>)function)(first, blocks);
            }
        }
    }
}
