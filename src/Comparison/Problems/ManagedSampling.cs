using System.Numerics;
using ScoreSde.Sampling;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;

namespace ScoreSde.Comparison.Problems;

/// <summary>A problem sampled from on the processor.</summary>
internal sealed class ManagedSampling<T>(SamplingProblem problem, SamplerOptions options) : ISampling<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public SampleSet<T> Sample(ISolver solver, TimeGrid grid, int count, ulong seed, Trajectory<T>? trajectory, IProgress<double>? progress, long first = 0) =>
        Sampler.Sample(problem.Process, problem.Score<T>(), solver, grid, count, seed, options with { FirstSample = first, Progress = progress }, trajectory);

    /// <inheritdoc/>
    public void Dispose()
    {
        // Nothing is held.
    }
}
