using System.Diagnostics;
using ScoreSde.Cuda.Launching;

namespace ScoreSde.Cuda.Driver;

/// <summary>The kernel as compiled for one shape, kept to the end of the process.</summary>
internal sealed unsafe class CudaKernel : IKernel
{
    private readonly nint function;
    private long running;

    private CudaKernel(nint function, LaunchShape shape, TimeSpan compilation)
    {
        this.function = function;
        Shape = shape;
        Compilation = compilation;
    }

    /// <summary>The shape.</summary>
    public LaunchShape Shape { get; }

    /// <summary>How long all launches took.</summary>
    public TimeSpan Running => Stopwatch.GetElapsedTime(0, Volatile.Read(ref running));

    /// <summary>How long compiling and loading took.</summary>
    public TimeSpan Compilation { get; }

    /// <summary>Registers of a thread.</summary>
    public int Registers => Ask(FunctionAttribute.Registers);

    /// <summary>Bytes of a thread for which registers did not suffice.</summary>
    public int LocalBytes => Ask(FunctionAttribute.LocalBytes);

    /// <summary>Compiles it; the calling thread has entered the device.</summary>
    public static CudaKernel Compile(KernelSettings settings, LaunchShape shape, DeviceFacts facts)
    {
        long start = Stopwatch.GetTimestamp();
        byte[] image = Nvrtc.Compile(KernelSource.Text, settings.Definitions(shape), facts.Capability);
        nint module;
        fixed (byte* first = image)
        {
            Call.Driver(NativeMethods.LoadModule(out module, first), "cuModuleLoadData");
        }

        Call.Driver(NativeMethods.GetFunction(out nint function, module, KernelSource.EntryPoint), "cuModuleGetFunction");
        Call.Driver(NativeMethods.SetAttribute(function, FunctionAttribute.DynamicSharedBytes, shape.SharedBytes), "cuFuncSetAttribute");
        return new CudaKernel(function, shape, Stopwatch.GetElapsedTime(start));
    }

    public void Run(in KernelArguments arguments, int blocks)
    {
        long start = Stopwatch.GetTimestamp();
        fixed (KernelArguments* first = &arguments)
        {
            void* parameter = first;
            Call.Driver(
                NativeMethods.Launch(function, (uint)blocks, 1, 1, (uint)Shape.Threads, 1, 1, (uint)Shape.SharedBytes, 0, &parameter, null),
                "cuLaunchKernel");
        }

        Call.Driver(NativeMethods.Synchronise(), "cuCtxSynchronize");
        Interlocked.Add(ref running, Stopwatch.GetTimestamp() - start);
    }

    private int Ask(FunctionAttribute attribute)
    {
        Call.Driver(NativeMethods.GetAttribute(out int value, attribute, function), "cuFuncGetAttribute");
        return value;
    }
}
