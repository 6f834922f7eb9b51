using System.Collections.Concurrent;
using ScoreSde.Cuda.Driver;

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

    private DriverLauncher()
    {
    }

    /// <summary>The one of the process.</summary>
    /// <exception cref="CudaMissingException">There is no card, no driver or no compiler.</exception>
    public static DriverLauncher Only => Lazily.Value;

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

    private static class Lazily
    {
        public static readonly DriverLauncher Value = new();
    }
}
