using System.Diagnostics;

namespace ScoreSde.Workloads.Timing;

/// <summary>Adds up, over all threads, the time that goes into the network and into noise.</summary>
internal sealed class PartClock
{
    private long network;
    private long noise;

    /// <summary>Seconds of processor time in the network.</summary>
    public double Network => Seconds(ref network);

    /// <summary>Seconds of processor time in noise.</summary>
    public double Noise => Seconds(ref noise);

    public void Clear() => network = noise = 0;

    public void AddNetwork(long start) => Interlocked.Add(ref network, Stopwatch.GetTimestamp() - start);

    public void AddNoise(long start) => Interlocked.Add(ref noise, Stopwatch.GetTimestamp() - start);

    private static double Seconds(ref long ticks) => (double)Interlocked.Read(ref ticks) / Stopwatch.Frequency;
}
