using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ScoreSde.Tests.Twin;

/// <summary>A kernel's very source as a C++ compiler makes it for this processor, one thread after the other.</summary>
internal static class TwinCompiler
{
    private static readonly ConcurrentDictionary<(string Source, string Definitions), Lazy<nint>> Libraries = new();

    /// <summary>Null where there is a compiler; else why a twin cannot be made.</summary>
    public static string? WhyNot { get; } = FindCompiler();

    /// <summary>The address of a function.</summary>
    public static nint Function(string source, IReadOnlyList<string> definitions, string name) =>
        NativeLibrary.GetExport(Libraries.GetOrAdd((source, string.Join(' ', definitions)), _ => new Lazy<nint>(() => Compile(source, definitions))).Value, name);

    private static nint Compile(string text, IReadOnlyList<string> definitions)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("scoresde-twin-");
        try
        {
            string source = Path.Combine(folder.FullName, "twin.cpp");
            string library = Path.Combine(folder.FullName, "twin.so");
            File.WriteAllText(source, text);
            (int code, string words) = Run(
                ["-O2", "-std=c++17", "-march=native", "-ffp-contract=off", "-w", "-shared", "-fPIC", "-DTWIN", .. definitions.Select(one => $"-D{one}"), source, "-o", library]);
            Assert.True(code == 0, $"g++ refuses the kernel with {string.Join(' ', definitions)}: {words}");
            return NativeLibrary.Load(library);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string? FindCompiler()
    {
        try
        {
            return OperatingSystem.IsLinux() && Run(["--version"]).Code == 0 ? null : "The kernel's twin is compiled by g++ on Linux alone.";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "There is no g++ here, which compiles the kernel's twin.";
        }
    }

    private static (int Code, string Words) Run(IEnumerable<string> words)
    {
        using var process = Process.Start(new ProcessStartInfo("g++", words) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string error = process.StandardError.ReadToEnd();
        _ = output.Result;
        process.WaitForExit();
        return (process.ExitCode, error);
    }
}
