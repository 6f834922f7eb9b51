using System.Numerics;
using ScoreSde.Sampling;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;

namespace ScoreSde.Comparison.Problems;

/// <summary>A model that is ready to be sampled from, run after run.</summary>
/// <typeparam name="T">float or double.</typeparam>
public interface ISampling<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Draws samples in the units of the network; keeps states on the way where a trajectory is given.</summary>
    /// <param name="solver">The method.</param>
    /// <param name="grid">The times.</param>
    /// <param name="count">Samples.</param>
    /// <param name="seed">Fixes every random number.</param>
    /// <param name="trajectory">Takes states on the way.</param>
    /// <param name="progress">Told the fraction done.</param>
    /// <param name="first">Index of the first sample, by which noise and classes go.</param>
    SampleSet<T> Sample(ISolver solver, TimeGrid grid, int count, ulong seed, Trajectory<T>? trajectory = null, IProgress<double>? progress = null, long first = 0);
}
