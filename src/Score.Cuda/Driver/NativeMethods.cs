using System.Runtime.InteropServices;

[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]

namespace ScoreSde.Cuda.Driver;

/// <summary>The functions of the driver and of its compiler that are used; <see cref="NativeLibraries"/> finds the files.</summary>
internal static unsafe partial class NativeMethods
{
    /// <summary>The name by which the driver is asked for.</summary>
    public const string Driver = "cuda-driver";

    /// <summary>The name by which NVRTC is asked for.</summary>
    public const string Compiler = "cuda-nvrtc";

    // Both names are looked up where the files may be.
    static NativeMethods() => NativeLibrary.SetDllImportResolver(typeof(NativeMethods).Assembly, static (name, _, _) => name switch
    {
        Driver => NativeLibraries.Driver.Handle,
        Compiler => NativeLibraries.Compiler.Handle,
        _ => 0,
    });

    [LibraryImport(Driver, EntryPoint = "cuInit")]
    public static partial int Initialise(uint flags);

    [LibraryImport(Driver, EntryPoint = "cuGetErrorString")]
    public static partial int ErrorString(int code, out byte* text);

    [LibraryImport(Driver, EntryPoint = "cuDeviceGetCount")]
    public static partial int DeviceCount(out int count);

    [LibraryImport(Driver, EntryPoint = "cuDeviceGet")]
    public static partial int Device(out int device, int ordinal);

    [LibraryImport(Driver, EntryPoint = "cuDeviceGetName")]
    public static partial int DeviceName(byte* name, int length, int device);

    [LibraryImport(Driver, EntryPoint = "cuDeviceGetAttribute")]
    public static partial int DeviceAttribute(out int value, DeviceAttribute attribute, int device);

    [LibraryImport(Driver, EntryPoint = "cuDevicePrimaryCtxRetain")]
    public static partial int RetainPrimaryContext(out nint context, int device);

    [LibraryImport(Driver, EntryPoint = "cuCtxSetCurrent")]
    public static partial int SetCurrentContext(nint context);

    [LibraryImport(Driver, EntryPoint = "cuCtxSynchronize")]
    public static partial int Synchronise();

    [LibraryImport(Driver, EntryPoint = "cuMemGetInfo_v2")]
    public static partial int MemoryInfo(out nuint free, out nuint total);

    [LibraryImport(Driver, EntryPoint = "cuMemAlloc_v2")]
    public static partial int Allocate(out nint address, nuint bytes);

    [LibraryImport(Driver, EntryPoint = "cuMemFree_v2")]
    public static partial int Free(nint address);

    [LibraryImport(Driver, EntryPoint = "cuMemcpyHtoD_v2")]
    public static partial int CopyToDevice(nint target, byte* source, nuint bytes);

    [LibraryImport(Driver, EntryPoint = "cuMemcpyDtoH_v2")]
    public static partial int CopyToHost(byte* target, nint source, nuint bytes);

    [LibraryImport(Driver, EntryPoint = "cuModuleLoadData")]
    public static partial int LoadModule(out nint module, byte* image);

    [LibraryImport(Driver, EntryPoint = "cuModuleGetFunction", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int GetFunction(out nint function, nint module, string name);

    [LibraryImport(Driver, EntryPoint = "cuFuncSetAttribute")]
    public static partial int SetAttribute(nint function, FunctionAttribute attribute, int value);

    [LibraryImport(Driver, EntryPoint = "cuFuncGetAttribute")]
    public static partial int GetAttribute(out int value, FunctionAttribute attribute, nint function);

    [LibraryImport(Driver, EntryPoint = "cuLaunchKernel")]
    public static partial int Launch(
        nint function, uint gridX, uint gridY, uint gridZ, uint blockX, uint blockY, uint blockZ, uint sharedBytes, nint stream, void** parameters, void** extra);

    [LibraryImport(Compiler, EntryPoint = "nvrtcVersion")]
    public static partial int CompilerVersion(out int major, out int minor);

    [LibraryImport(Compiler, EntryPoint = "nvrtcGetErrorString")]
    public static partial byte* CompilerErrorString(int code);

    [LibraryImport(Compiler, EntryPoint = "nvrtcGetNumSupportedArchs")]
    public static partial int ArchitectureCount(out int count);

    [LibraryImport(Compiler, EntryPoint = "nvrtcGetSupportedArchs")]
    public static partial int Architectures(int* architectures);

    [LibraryImport(Compiler, EntryPoint = "nvrtcCreateProgram", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int CreateProgram(out nint program, string source, string name, int headers, byte** headerSources, byte** headerNames);

    [LibraryImport(Compiler, EntryPoint = "nvrtcDestroyProgram")]
    public static partial int DestroyProgram(ref nint program);

    [LibraryImport(Compiler, EntryPoint = "nvrtcCompileProgram")]
    public static partial int Compile(nint program, int count, byte** options);

    [LibraryImport(Compiler, EntryPoint = "nvrtcGetProgramLogSize")]
    public static partial int LogSize(nint program, out nuint bytes);

    [LibraryImport(Compiler, EntryPoint = "nvrtcGetProgramLog")]
    public static partial int Log(nint program, byte* text);

    [LibraryImport(Compiler, EntryPoint = "nvrtcGetCUBINSize")]
    public static partial int BinarySize(nint program, out nuint bytes);

    [LibraryImport(Compiler, EntryPoint = "nvrtcGetCUBIN")]
    public static partial int Binary(nint program, byte* image);

    [LibraryImport(Compiler, EntryPoint = "nvrtcGetPTXSize")]
    public static partial int AssemblySize(nint program, out nuint bytes);

    [LibraryImport(Compiler, EntryPoint = "nvrtcGetPTX")]
    public static partial int Assembly(nint program, byte* text);

}
