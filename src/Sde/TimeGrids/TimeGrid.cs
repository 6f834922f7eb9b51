namespace ScoreSde.TimeGrids;

/// <summary>
/// The times of a run: strictly decreasing, all in [0, 1], at least two. The first is where sampling starts, the last is
/// where it ends, bit for bit. Rules that make grids are in <see cref="Grids"/>.
/// </summary>
public sealed class TimeGrid
{
    private readonly double[] times;

    /// <param name="name">How the grid was made, for reports.</param>
    /// <param name="times">The times, noisiest first.</param>
    /// <exception cref="ArgumentException">Fewer than two times, a time outside [0, 1] or not a number, or no strict decrease.</exception>
    public TimeGrid(string name, params ReadOnlySpan<double> times)
    {
        if (times.Length < 2)
        {
            throw new ArgumentException("A grid needs at least two times: where to start and where to end.", nameof(times));
        }

        for (int i = 0; i < times.Length; i++)
        {
            if (!(times[i] >= 0 && times[i] <= 1))
            {
                throw new ArgumentException($"Time {i} of the grid is {times[i]:R}; times must lie in [0, 1].", nameof(times));
            }

            if (i > 0 && !(times[i] < times[i - 1]))
            {
                throw new ArgumentException(
                    $"Times {i - 1} and {i} of the grid are {times[i - 1]:R} and {times[i]:R}; they must strictly decrease.", nameof(times));
            }
        }

        Name = name;
        this.times = times.ToArray();
    }

    /// <summary>How the grid was made.</summary>
    public string Name { get; }

    /// <summary>Intervals: one less than times.</summary>
    public int Steps => times.Length - 1;

    /// <summary>The times, noisiest first.</summary>
    public ReadOnlySpan<double> Times => times;

    /// <summary>Whether the last time is 0, where σ = 0.</summary>
    public bool EndsAtZero => times[^1] == 0;
}
