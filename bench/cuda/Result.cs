using System.Globalization;
using ScoreSde.Cuda;

namespace ScoreSde.CudaBench;

/// <summary>What the rounds of a workload took.</summary>
/// <param name="Workload">The run.</param>
/// <param name="Precision">In what its products were taken.</param>
/// <param name="Seconds">Of each round, from the call to the samples in memory.</param>
/// <param name="KernelSeconds">Of each round, launches alone.</param>
/// <param name="CompileSeconds">Before the first round.</param>
/// <param name="Shape">Rows and threads of a block, registers and bytes of local memory of a thread.</param>
/// <param name="Difference">The greatest difference of the first samples from the CPU's in double.</param>
internal sealed record Result(
    Workload Workload, CudaPrecision Precision, double[] Seconds, double[] KernelSeconds, double CompileSeconds, string Shape, double Difference)
{
    /// <summary>The head of the table.</summary>
    public const string Head =
        "| model-solver:samples:steps | products | median s | min | max | kernel, median s | compiled in s | block | from double |\n|---|---|---|---|---|---|---|---|---|";

    /// <summary>A line of JSON.</summary>
    public string Json => string.Create(
        CultureInfo.InvariantCulture,
        $"{{\"workload\": \"{Workload.Name}\", \"precision\": \"{Precision}\", \"median\": {Median(Seconds):R}, \"min\": {Seconds.Min():R}, \"max\": {Seconds.Max():R}, " +
        $"\"kernel\": {Median(KernelSeconds):R}, \"compile\": {CompileSeconds:R}, \"shape\": \"{Shape}\", \"difference\": {Difference:R}}}");

    /// <summary>A line of the table.</summary>
    public string Row => string.Create(
        CultureInfo.InvariantCulture,
        $"| {Workload.Name} | {Precision} | {Median(Seconds):G4} | {Seconds.Min():G4} | {Seconds.Max():G4} | {Median(KernelSeconds):G4} | {CompileSeconds:F2} | {Shape} | {Difference:E1} |");

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);
}
