using ScoreSde.Processes;

namespace ScoreSde.Paths;

/// <summary>
/// One Brownian path for each sample, asked by interval: a pure function of seed and sample, so that any two grids, methods and orders
/// of asking meet the same path. For one worker; not for several threads.
/// </summary>
/// <typeparam name="TState">A batch of samples.</typeparam>
public interface INoisePath<TState>
{
    /// <summary>Forgets what was kept for the samples at hand. To be called when the states come to stand for other samples.</summary>
    void Restart();

    /// <summary>The path between two levels, in the direction from the first to the second, scaled to unit variance.</summary>
    /// <param name="from">Where the interval begins.</param>
    /// <param name="to">Where it ends, noisier or cleaner.</param>
    /// <param name="increment">Becomes W/√δ ~ N(0, I).</param>
    /// <param name="area">Becomes H √(12/δ) ~ N(0, I), independent of the increment.</param>
    /// <exception cref="ArgumentException">The levels are closer than the path's resolution, or lie outside it.</exception>
    /// <exception cref="NotSupportedException">The path has no area.</exception>
    void Normals(NoiseLevel from, NoiseLevel to, TState increment, TState? area = default);
}
