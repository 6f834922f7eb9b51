namespace ScoreSde.Cuda.Driver;

/// <summary>Where the driver and NVRTC are on this machine.</summary>
internal static class NativeLibraries
{
    private static readonly Lazy<NativeFile> FoundDriver = new(() => NativeFile.First(OperatingSystem.IsWindows() ? ["nvcuda.dll"] : ["libcuda.so.1"]));
    private static readonly Lazy<NativeFile> FoundCompiler = new(() => NativeFile.First(CompilerFiles.Places()));

    /// <summary>The driver.</summary>
    public static NativeFile Driver => FoundDriver.Value;

    /// <summary>NVRTC.</summary>
    public static NativeFile Compiler => FoundCompiler.Value;
}
