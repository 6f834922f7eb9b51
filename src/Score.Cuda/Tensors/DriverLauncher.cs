using System.Collections.Concurrent;
using ScoreSde.Cuda.Driver;
using ScoreSde.Cuda.Sampling;

namespace ScoreSde.Cuda.Tensors;

/// <summary>
/// Launches by the driver, in the primary context of the first card and on its default stream: where libtorch has its memory and puts its own kernels, so that
/// all come in the order in which they were asked for.
/// </summary>
internal sealed unsafe class DriverLauncher : ITensorLauncher
{
    // Two blocks and more to a multiprocessor; what the source names itself is below the rest.
    private const int WantedRoom = 100 * 1024;
    private const int OwnRoom = 4 * 1024;

    private readonly CudaDevice device = CudaDevice.First;
    private readonly ConcurrentDictionary<TensorKernel, nint> functions = new();
    private readonly ConcurrentDictionary<string, nint> modules = new(StringComparer.Ordinal);

    private static readonly Lazy<(DriverLauncher? Launcher, string? WhyNot)> Opened = new(Open);

    private DriverLauncher()
    {
    }

    /// <summary>The one of the process; null where there is none.</summary>
    public static DriverLauncher? Only => Opened.Value.Launcher;

    /// <summary>Null where kernels can be launched; else what is missing, as a sentence.</summary>
    public static string? WhyNot => Opened.Value.WhyNot;

    public int MostRoom => Math.Min(WantedRoom, device.Facts.SharedBytes - OwnRoom);

    public void Launch<TArguments>(TensorKernel kernel, in TArguments arguments, int blocks, int roomBytes = 0)
        where TArguments : unmanaged
    {
        device.Enter();
        nint function = functions.GetOrAdd(kernel, Find);
        fixed (TArguments* first = &arguments)
        {
            void* parameter = first;
            Call.Driver(NativeMethods.Launch(function, (uint)blocks, 1, 1, TensorKernel.Threads, 1, 1, (uint)roomBytes, 0, &parameter, null), "cuLaunchKernel");
        }
    }

    private nint Find(TensorKernel kernel)
    {
        nint module = modules.GetOrAdd(string.Join(' ', kernel.Definitions), _ => Compile(kernel));
        Call.Driver(NativeMethods.GetFunction(out nint function, module, kernel.Name), "cuModuleGetFunction");
        Call.Driver(NativeMethods.SetAttribute(function, FunctionAttribute.DynamicSharedBytes, MostRoom), "cuFuncSetAttribute");
        return function;
    }

    private nint Compile(TensorKernel kernel)
    {
        fixed (byte* image = Nvrtc.Compile(TensorSource.Text, kernel.Definitions, device.Facts.Capability))
        {
            Call.Driver(NativeMethods.LoadModule(out nint module, image), "cuModuleLoadData");
            return module;
        }
    }

    // A compiler that does not take the source is found out here and not in the middle of a run.
    private static (DriverLauncher? Launcher, string? WhyNot) Open()
    {
        if (CudaSupport.WhyNot is { } reason)
        {
            return (null, reason);
        }

        try
        {
            var launcher = new DriverLauncher();
            launcher.device.Enter();
            launcher.functions.GetOrAdd(new TensorKernel("norm_groups", IsDouble: false, Pack: 1, Group: 1), launcher.Find);
            return (launcher, null);
        }
        catch (CudaException failure)
        {
            return (null, $"the kernels do not compile: {failure.Message}");
        }
    }
}
