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
    SampleSet<T> Sample(ISolver solver, TimeGrid grid, int count, ulong seed, Trajectory<T>? trajectory = null, IProgress<double>? progress = null);
}
