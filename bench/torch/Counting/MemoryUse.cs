using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace ScoreSde.TorchBench.Counting;

/// <summary>What a workload takes of the device's memory.</summary>
internal static partial class MemoryUse
{
    private const long Gibibyte = 1L << 30;

    /// <summary>
    /// Bytes taken by a run in one batch, weights and libtorch's pool included, which keeps what it once took; on the CPU the greatest resident
    /// memory of the process.
    /// </summary>
    public static string Of(Func<Workload> create, torch.Device device, int samples, int steps)
    {
        long before = Free(device);
        using Workload workload = create();
        workload.Run(samples, steps);
        Peaks.Wait(device);
        long bytes = device.type == DeviceType.CUDA ? before - Free(device) : Resident();
        return string.Create(CultureInfo.InvariantCulture, $"{{\"bytes\": {bytes}}}");
    }

    /// <summary>Takes all memory of the card but some, then runs a workload whose batch does not fit: how often the batch was halved, and its rows at last.</summary>
    public static string Split(Func<Workload> create, torch.Device device, int samples, int steps, int gibibytesLeft)
    {
        using Workload workload = create();
        workload.Run(1, 1);
        long taken = device.type == DeviceType.CUDA ? Math.Max(0, Free(device) - (gibibytesLeft * Gibibyte)) : 0;
        using Tensor ballast = torch.empty(taken, torch.uint8, device);
        var halvings = new Halvings();
        workload.Run(samples, steps, halvings);
        return string.Create(
            CultureInfo.InvariantCulture, $"{{\"taken\": {taken}, \"halvings\": {halvings.Count}, \"rows\": {halvings.Rows}}}");
    }

    private static long Free(torch.Device device)
    {
        if (device.type != DeviceType.CUDA)
        {
            return 0;
        }

        torch.zeros(1, torch.float32, device).Dispose();
        Peaks.Wait(device);
        int status = Ask(out nuint free, out _);
        return status == 0 ? (long)free : throw new InvalidOperationException($"cuMemGetInfo answers {status}");
    }

    private static long Resident()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libcuda.so.1", EntryPoint = "cuMemGetInfo_v2")]
    private static partial int Ask(out nuint free, out nuint total);

    private sealed class Halvings : IProgress<int>
    {
        public int Count { get; private set; }

        public int Rows { get; private set; }

        public void Report(int value) => (Count, Rows) = (Count + 1, value);
    }
}
