using ScoreSde.Cuda;
using ScoreSde.Cuda.Driver;

namespace ScoreSde.Tests.Driver;

/// <summary>Where libraries are looked for, and what is said of a failure.</summary>
[Trait("Category", "Once")]
public sealed class LibraryPlacesTests
{
    [Fact]
    public void A_library_that_is_nowhere_has_no_place() =>
        Assert.Equal(new NativeFile(0, null), NativeFile.First(["/nowhere/libnothing.so.1", "/nowhere/libnothing.so.2"]));

    [Fact]
    public void The_compiler_s_names_come_before_files_and_newer_ones_first()
    {
        string[] names = OperatingSystem.IsWindows()
            ? ["nvrtc64_130_0.dll", "nvrtc64_120_0.dll", "nvrtc64_112_0.dll"]
            : ["libnvrtc.so.13", "libnvrtc.so.12", "libnvrtc.so.11.2", "libnvrtc.so"];
        string[] places = [.. CompilerFiles.Places()];
        Assert.Equal(names, places[..names.Length]);
        Assert.All(places[names.Length..], static file => Assert.True(File.Exists(file)));
    }

    [Fact]
    public void The_program_s_own_folders_come_before_the_toolkit_s()
    {
        string[] folders = [.. CompilerFiles.Folders()];
        int own = Array.LastIndexOf(folders, AppContext.BaseDirectory);
        bool windows = OperatingSystem.IsWindows();
        Assert.Equal(Path.Combine(AppContext.BaseDirectory, "runtimes", windows ? "win-x64" : "linux-x64", "native"), folders[own + 1]);
        Assert.Equal(Path.Combine("/usr/local/cuda", windows ? "bin" : "lib64"), folders[^1]);
    }

    [Fact]
    public void A_failure_says_call_code_and_words()
    {
        var failure = new CudaException("cuLaunchKernel", 700, "illegal address");
        Assert.Equal("cuLaunchKernel failed with code 700: illegal address", failure.Message);
        Assert.Equal(("cuLaunchKernel", 700), (failure.Call, failure.Code));
    }

    [Fact]
    public void A_method_that_is_not_recorded_is_named()
    {
        var failure = new NotRecordableException("heun", "it counts.");
        Assert.Equal("Solver 'heun' cannot be recorded for the kernel: it counts.", failure.Message);
        Assert.Equal("heun", failure.Solver);
    }
}
