using System.Diagnostics;

namespace ScoreSde.Workloads.Timing;

/// <summary>
/// A sampling run with the shares of its threads' time, waiting included, that go into the network, into noise, and into all else. They come from
/// one run, so that a machine on which equal runs differ does not hide a small share.
/// </summary>
internal sealed class PartsOfSampling(string name, Sampling run) : IWorkload
{
    private readonly PartClock clock = new();
    private double whole;

    public string Name => name;

    public IEnumerable<(string Part, double Share)> Parts =>
        [("network", clock.Network / whole), ("noise", clock.Noise / whole), ("rest", 1 - ((clock.Network + clock.Noise) / whole))];

    public void Run(int threads, double share)
    {
        clock.Clear();
        long start = Stopwatch.GetTimestamp();
        (run with { Solver = new TimedSolver(run.Solver, clock) }).Run(threads, share);
        whole = threads * Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
