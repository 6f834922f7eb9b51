using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using ScoreSde.Cuda.Launching;

namespace ScoreSde.Tests.Twin;

/// <summary>The kernel's very source as a C++ compiler makes it for this processor: same arguments, same tables, one thread after the other.</summary>
internal sealed unsafe class TwinHost : IKernelHost
{
    private static readonly ConcurrentDictionary<string, Lazy<nint>> Libraries = new();

    /// <summary>The one of all tests.</summary>
    public static TwinHost Only { get; } = new();

    /// <summary>Null where there is a compiler; else why the twin cannot be made.</summary>
    public static string? WhyNot { get; } = FindCompiler();

    public DeviceFacts Facts { get; } = new("C++ twin", 2, 227 * 1024, 1024, 90);

    public long FreeBytes => 1L << 30;

    /// <summary>What was allocated and not given back.</summary>
    public int Held => held;

    private int held;

    public void Enter()
    {
    }

    public nint Allocate(long bytes)
    {
        Interlocked.Increment(ref held);
        return (nint)NativeMemory.AlignedAlloc((nuint)bytes, 256);
    }

    public void Free(nint address)
    {
        Interlocked.Decrement(ref held);
        NativeMemory.AlignedFree((void*)address);
    }

    public void Upload(nint target, ReadOnlySpan<byte> source) => source.CopyTo(new Span<byte>((void*)target, source.Length));

    public void Download(nint source, Span<byte> target) => new ReadOnlySpan<byte>((void*)source, target.Length).CopyTo(target);

    public IKernel Load(KernelSettings settings, LaunchShape shape)
    {
        IReadOnlyList<string> definitions = settings.Definitions(shape);
        return new TwinKernel(Libraries.GetOrAdd(string.Join(' ', definitions), _ => new Lazy<nint>(() => Compile(definitions))).Value);
    }

    private static nint Compile(IReadOnlyList<string> definitions)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("scoresde-twin-");
        try
        {
            string source = Path.Combine(folder.FullName, "twin.cpp");
            string library = Path.Combine(folder.FullName, "twin.so");
            File.WriteAllText(source, KernelSource.Text);
            (int code, string words) = Run(
                ["-O2", "-std=c++17", "-march=native", "-ffp-contract=off", "-w", "-shared", "-fPIC", "-DTWIN", .. definitions.Select(one => $"-D{one}"), source, "-o", library]);
            Assert.True(code == 0, $"g++ refuses the kernel with {string.Join(' ', definitions)}: {words}");
            return NativeLibrary.GetExport(NativeLibrary.Load(library), "sample_twin");
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

    private sealed class TwinKernel(nint function) : IKernel
    {
        public void Run(in KernelArguments arguments, int blocks)
        {
            fixed (KernelArguments* first = &arguments)
            {
                ((delegate* unmanaged<KernelArguments*, int, void>)function)(first, blocks);
            }
        }
    }
}
