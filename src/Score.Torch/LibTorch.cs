using System.Runtime.InteropServices;

namespace ScoreSde.Torch;

/// <summary>Whether libtorch can be used on this machine.</summary>
public static class LibTorch
{
    private static readonly Lazy<string?> Reason = new(Try);

    /// <summary>Null where libtorch loads; else why it does not, in the system's words, and what helps where that is known.</summary>
    public static string? WhyNot => Reason.Value;

    // The library's own loader tells on the console which files it tried, but not what the system said.
    private static string? Try()
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native");
        string file = Path.Combine(folder, "libLibTorchSharp.so");
        if (!OperatingSystem.IsLinux() || !File.Exists(file))
        {
            return null;
        }

        try
        {
            NativeLibrary.Load(file);
            return null;
        }
        catch (DllNotFoundException failure)
        {
            // Advice, then a line for each place that was tried; the first of these is about this file and tells what is missing.
            string[] lines = failure.Message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            string reason = lines.FirstOrDefault(line => line.Contains("not found", StringComparison.Ordinal)) ?? lines.ElementAtOrDefault(1) ?? lines[0];
            return reason.Contains("GLIBCXX", StringComparison.Ordinal) ? $"{reason}; docs/gpu.md tells how to give it that library" : reason;
        }
    }
}
