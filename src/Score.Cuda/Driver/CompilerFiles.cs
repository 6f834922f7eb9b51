namespace ScoreSde.Cuda.Driver;

/// <summary>
/// Where NVRTC may be: by its name where the system looks, then as a file in the folders of LD_LIBRARY_PATH (PATH on Windows), in those of NVIDIA's Python packages
/// beside them, where libtorch is, and in the toolkit's usual places. Newer ones first.
/// </summary>
internal static class CompilerFiles
{
    private static readonly string[] Names = OperatingSystem.IsWindows()
        ? ["nvrtc64_130_0.dll", "nvrtc64_120_0.dll", "nvrtc64_112_0.dll"]
        : ["libnvrtc.so.13", "libnvrtc.so.12", "libnvrtc.so.11.2", "libnvrtc.so"];

    private static readonly string[] PackageFolders = ["nvidia/cu13/lib", "nvidia/cuda_nvrtc/lib"];

    /// <summary>Names, then files that exist.</summary>
    public static IEnumerable<string> Places() => Names.Concat(Folders().Distinct().SelectMany(In));

    /// <summary>The folders, whether or not they exist.</summary>
    public static IEnumerable<string> Folders()
    {
        string variable = OperatingSystem.IsWindows() ? "PATH" : "LD_LIBRARY_PATH";
        string[] listed = (Environment.GetEnvironmentVariable(variable) ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        foreach (string folder in listed)
        {
            yield return folder;
        }

        yield return AppContext.BaseDirectory;
        yield return Path.Combine(AppContext.BaseDirectory, "runtimes", OperatingSystem.IsWindows() ? "win-x64" : "linux-x64", "native");

        // Of .../site-packages/torch/lib and .../site-packages/nvidia/cublas/lib: .../site-packages/nvidia/....
        foreach (string folder in listed)
        {
            string? above = folder;
            for (int i = 0; i < 3 && above is not null; i++)
            {
                above = Path.GetDirectoryName(above);
                foreach (string package in PackageFolders)
                {
                    yield return Path.Combine(above ?? "", package);
                }
            }
        }

        foreach (string root in new[] { Environment.GetEnvironmentVariable("CUDA_HOME"), Environment.GetEnvironmentVariable("CUDA_PATH"), "/usr/local/cuda" }.OfType<string>())
        {
            yield return Path.Combine(root, OperatingSystem.IsWindows() ? "bin" : "lib64");
        }
    }

    // libtorch's own copies have a hash in their names: libnvrtc-1a2b3c.so.12. What the compiler reads itself, libnvrtc-builtins, is none.
    private static IEnumerable<string> In(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return [];
        }

        try
        {
            IEnumerable<string> known = Names.Select(name => Path.Combine(folder, name)).Where(File.Exists);
            IEnumerable<string> others = OperatingSystem.IsWindows()
                ? []
                : Directory.EnumerateFiles(folder, "libnvrtc*.so*").Where(static file => !Path.GetFileName(file).Contains("builtins", StringComparison.Ordinal));
            return [.. known, .. others.OrderDescending(StringComparer.Ordinal)];
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
