using System.Globalization;
using ScoreSde.Tests.Launches;

namespace ScoreSde.TorchBench.Counting;

/// <summary>Launches a step of a workload.</summary>
internal static class LaunchCount
{
    /// <summary>
    /// Of libtorch's operators, those that a device launches a kernel for; on a card also the kernels that were launched, or why they were not
    /// counted.
    /// </summary>
    public static string Of(Workload workload, int samples, int steps)
    {
        workload.Run(samples, steps);
        if (workload.Device.type != DeviceType.CUDA)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{{\"operators\": {Operators(workload, samples, steps):R}, \"kernels\": null, \"why\": \"no card\"}}");
        }

        try
        {
            using var heard = new CuptiCallbacks();
            workload.Run(samples, steps);
            Peaks.Wait(workload.Device);
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{{\"kernels\": {(double)heard.Launches / steps:R}, \"graphs\": {(double)heard.Graphs / steps:R}, \"copies\": {(double)heard.Copies / steps:R}}}");
        }
        catch (NotSupportedException refusal)
        {
            return $"{{\"kernels\": null, \"why\": \"{refusal.Message}\"}}";
        }
    }

    /// <summary>The operators alone.</summary>
    public static double Operators(Workload workload, int samples, int steps)
    {
        using var recorded = new RecordedOperations();
        workload.Run(samples, steps);
        return (double)recorded.Kernels.Count / steps;
    }
}
