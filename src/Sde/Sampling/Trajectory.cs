using System.Numerics;
using ScoreSde.Processes;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;

namespace ScoreSde.Sampling;

/// <summary>
/// Keeps what a function makes of every sample at chosen times of a grid: the state itself, or a statistic of it. [times, count, width],
/// the times in the order in which they are met.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class Trajectory<T> : IStepObserver<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T[] values;
    private readonly bool[] kept;
    private readonly int[] before;
    private readonly bool keepsStart;
    private readonly long first;
    private readonly Statistic statistic;

    private Trajectory(double[] times, bool keepsStart, bool[] kept, int count, int width, long first, Statistic statistic)
    {
        Times = times;
        Count = count;
        Width = width;
        this.keepsStart = keepsStart;
        this.kept = kept;
        this.first = first;
        this.statistic = statistic;
        values = new T[Require.Numbers(times.Length, Require.Numbers(count, width), nameof(times))];
        before = new int[kept.Length];
        int place = keepsStart ? 1 : 0;
        for (int i = 0; i < kept.Length; i++)
        {
            before[i] = place;
            place += kept[i] ? 1 : 0;
        }
    }

    /// <summary>Makes <paramref name="result"/> of one sample's state at a level. Called from several threads at once.</summary>
    public delegate void Statistic(ReadOnlySpan<T> state, NoiseLevel level, Span<T> result);

    /// <summary>The times that are kept: those of the grid that are nearest to those asked for, each once.</summary>
    public IReadOnlyList<double> Times { get; }

    /// <summary>Samples that are kept: the first of the run; later ones are left out.</summary>
    public int Count { get; }

    /// <summary>Numbers kept of a sample at a time.</summary>
    public int Width { get; }

    /// <summary>All that was kept, [times, count, width], row-major.</summary>
    public ReadOnlyMemory<T> Values => values;

    /// <summary>What was kept at one of <see cref="Times"/>: [count, width].</summary>
    public ReadOnlySpan<T> At(int time) => values.AsSpan(time * Count * Width, Count * Width);

    /// <summary>Keeps states.</summary>
    /// <param name="grid">The grid of the run, taken downwards.</param>
    /// <param name="times">In [0, 1]; each is moved to the nearest time of the grid. Empty: all times of the grid.</param>
    /// <param name="count">Samples of the run, or fewer: later ones are left out.</param>
    /// <param name="dimension">Numbers in a state.</param>
    /// <param name="firstSample">Index of the run's first sample.</param>
    public static Trajectory<T> OfStates(TimeGrid grid, ReadOnlySpan<double> times, int count, int dimension, long firstSample = 0) =>
        Of(grid, times, count, dimension, static (state, _, result) => state.CopyTo(result), firstSample);

    /// <summary>Keeps a statistic.</summary>
    /// <param name="grid">The grid of the run, taken downwards.</param>
    /// <param name="times">In [0, 1]; each is moved to the nearest time of the grid. Empty: all times of the grid.</param>
    /// <param name="count">Samples of the run, or fewer: later ones are left out.</param>
    /// <param name="width">Numbers in the statistic.</param>
    /// <param name="statistic">What is made of a state.</param>
    /// <param name="firstSample">Index of the run's first sample.</param>
    public static Trajectory<T> Of(
        TimeGrid grid, ReadOnlySpan<double> times, int count, int width, Statistic statistic, long firstSample = 0)
    {
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(statistic);
        Require.Positive(count);
        Require.Positive(width);
        ArgumentOutOfRangeException.ThrowIfNegative(firstSample);
        double[] own = grid.Times.ToArray();
        var chosen = new bool[own.Length];
        foreach (double time in times)
        {
            Require.Between(time, 0, 1, nameof(times));
            chosen[Enumerable.Range(0, own.Length).MinBy(i => Math.Abs(own[i] - time))] = true;
        }

        if (times.IsEmpty)
        {
            Array.Fill(chosen, true);
        }

        return new([.. own.Where((_, i) => chosen[i])], chosen[0], chosen[1..], count, width, firstSample, statistic);
    }

    /// <inheritdoc/>
    public bool LooksAtStart => keepsStart;

    /// <inheritdoc/>
    public bool LooksAt(in GridStep step) => kept[step.Index];

    /// <inheritdoc/>
    public void Started(Tile<T> x, NoiseLevel level)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (keepsStart)
        {
            Keep(x, level, 0);
        }
    }

    /// <inheritdoc/>
    public void Stepped(Tile<T> x, in GridStep step)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (kept[step.Index])
        {
            Keep(x, step.To, before[step.Index]);
        }
    }

    private void Keep(Tile<T> x, NoiseLevel level, int place)
    {
        long start = x.FirstSample - first;
        for (int i = 0; i < Math.Min(x.Rows, Count - start); i++)
        {
            statistic(x.Row(i), level, values.AsSpan(((place * Count) + (int)start + i) * Width, Width));
        }
    }
}
