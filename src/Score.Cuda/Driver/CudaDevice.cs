using System.Collections.Concurrent;
using System.Text;
using ScoreSde.Cuda.Launching;

namespace ScoreSde.Cuda.Driver;

/// <summary>
/// The first NVIDIA GPU by the driver: its primary context, which is kept to the end of the process, and the kernels that were compiled for it. Settings
/// of the device are left as they are.
/// </summary>
internal sealed unsafe class CudaDevice : IKernelHost
{
    private const int FewestCapability = 70;
    private const int NameBytes = 256;

    private static readonly Lazy<(CudaDevice? Device, string? WhyNot)> Only = new(Open);

    private readonly ConcurrentDictionary<(KernelSettings Settings, LaunchShape Shape), Lazy<CudaKernel>> kernels = new();
    private readonly nint context;

    private CudaDevice(nint context, DeviceFacts facts)
    {
        this.context = context;
        Facts = facts;
    }

    /// <summary>Null where the kernel can run here; else what is missing, as a sentence.</summary>
    public static string? WhyNot => Only.Value.WhyNot;

    /// <summary>The device.</summary>
    /// <exception cref="CudaMissingException">It cannot be used.</exception>
    public static CudaDevice First => Only.Value.Device ?? throw new CudaMissingException(Only.Value.WhyNot!);

    public DeviceFacts Facts { get; }

    /// <summary>The kernel that was asked for last, for measuring.</summary>
    public CudaKernel? Last { get; private set; }

    public long FreeBytes
    {
        get
        {
            Call.Driver(NativeMethods.MemoryInfo(out nuint free, out _), "cuMemGetInfo");
            return (long)free;
        }
    }

    public void Enter() => Call.Driver(NativeMethods.SetCurrentContext(context), "cuCtxSetCurrent");

    public nint Allocate(long bytes)
    {
        Call.Driver(NativeMethods.Allocate(out nint address, (nuint)bytes), "cuMemAlloc");
        return address;
    }

    public void Free(nint address) => Call.Driver(NativeMethods.Free(address), "cuMemFree");

    public void Upload(nint target, ReadOnlySpan<byte> source)
    {
        fixed (byte* start = source)
        {
            Call.Driver(NativeMethods.CopyToDevice(target, start, (nuint)source.Length), "cuMemcpyHtoD");
        }
    }

    public void Download(nint source, Span<byte> target)
    {
        fixed (byte* start = target)
        {
            Call.Driver(NativeMethods.CopyToHost(start, source, (nuint)target.Length), "cuMemcpyDtoH");
        }
    }

    public IKernel Load(KernelSettings settings, LaunchShape shape)
    {
        try
        {
            Last = kernels.GetOrAdd((settings, shape), key => new Lazy<CudaKernel>(() => CudaKernel.Compile(key.Settings, key.Shape, Facts))).Value;
            return Last;
        }
        catch
        {
            // A failure is not kept: memory may be free the next time.
            kernels.TryRemove((settings, shape), out _);
            throw;
        }
    }

    private static (CudaDevice? Device, string? WhyNot) Open()
    {
        if (NativeLibraries.Driver.Handle == 0)
        {
            return (null, "no driver of NVIDIA is here (libcuda.so.1, nvcuda.dll on Windows)");
        }

        try
        {
            int code = NativeMethods.Initialise(0);
            if (code != 0)
            {
                return (null, $"the driver of NVIDIA does not start: {Call.Words(code)}");
            }

            Call.Driver(NativeMethods.DeviceCount(out int count), "cuDeviceGetCount");
            if (count == 0)
            {
                return (null, "no NVIDIA GPU is here");
            }

            Call.Driver(NativeMethods.Device(out int device, 0), "cuDeviceGet");
            DeviceFacts facts = FactsOf(device);
            if (facts.Capability < FewestCapability)
            {
                return (null, $"{facts.Name} has compute capability {facts.Capability / 10}.{facts.Capability % 10}, below {FewestCapability / 10}.{FewestCapability % 10}");
            }

            if (NativeLibraries.Compiler.Handle == 0)
            {
                return (null, $"{facts.Name} is here, but not the compiler NVRTC (libnvrtc.so of CUDA 11.2 or later): put its folder on LD_LIBRARY_PATH");
            }

            Call.Driver(NativeMethods.RetainPrimaryContext(out nint context, device), "cuDevicePrimaryCtxRetain");
            return (new CudaDevice(context, facts), null);
        }
        catch (Exception failure) when (failure is CudaException or CudaMemoryException or EntryPointNotFoundException)
        {
            return (null, $"the driver of NVIDIA cannot be used: {failure.Message}");
        }
    }

    private static DeviceFacts FactsOf(int device)
    {
        byte* name = stackalloc byte[NameBytes];
        Call.Driver(NativeMethods.DeviceName(name, NameBytes, device), "cuDeviceGetName");
        return new DeviceFacts(
            Encoding.UTF8.GetString(name, new ReadOnlySpan<byte>(name, NameBytes).IndexOf((byte)0)),
            Ask(DeviceAttribute.Multiprocessors),
            Ask(DeviceAttribute.SharedBytesPerBlock),
            Ask(DeviceAttribute.ThreadsPerBlock),
            (10 * Ask(DeviceAttribute.CapabilityMajor)) + Ask(DeviceAttribute.CapabilityMinor));

        int Ask(DeviceAttribute attribute)
        {
            Call.Driver(NativeMethods.DeviceAttribute(out int value, attribute, device), "cuDeviceGetAttribute");
            return value;
        }
    }
}
