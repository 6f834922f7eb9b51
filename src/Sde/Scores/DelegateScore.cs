using System.Numerics;
using ScoreSde.Processes;
using ScoreSde.States;

namespace ScoreSde.Scores;

/// <summary>A model of the noise that a program evaluates itself: ε(x, level) = σ ∇(−ln p_t)(x) by a function of one's own, a network of any library, say.</summary>
/// <remarks>
/// <para>
/// The author of the function promises what <see cref="IScoreFunction{TState}"/> says. It is called by all worker threads at once, so that buffers that
/// it keeps are a thread's own or taken under a lock. It writes every number of <c>epsilon</c>, leaves <c>x</c> as it is, and a row of ε depends on its
/// own row of x, on the level and on the sample's index (<c>x.FirstSample</c> + row) alone, never on the rows beside it or on how many there are: a
/// tile has as many rows as the run's end leaves. In steady state it makes no garbage.
/// </para>
/// <para>
/// <c>ScoreConformance.Check</c> of ScoreSde.Verification holds a function to each of these once, with the seed of a case that breaks one.
/// </para>
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
public sealed class DelegateScore<T> : IScoreFunction<Tile<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Action<Tile<T>, NoiseLevel, Tile<T>> evaluate;
    private readonly Action<Tile<T>, NoiseLevel, Tile<T>>? data;

    /// <param name="dimension">Numbers in one sample, at least 1.</param>
    /// <param name="evaluate">epsilon = ε(x, level), [rows, dimension] row-major in <see cref="Tile{T}.Values"/>.</param>
    /// <param name="range">The times at which the function may be asked; null for all.</param>
    /// <param name="data">x̂₀(x, level) into the third, for a level with α = 0, where ε says nothing of the data; null where the process has none, or the function knows none.</param>
    /// <exception cref="ArgumentOutOfRangeException">The dimension is below 1.</exception>
    public DelegateScore(
        int dimension, Action<Tile<T>, NoiseLevel, Tile<T>> evaluate, TimeRange? range = null, Action<Tile<T>, NoiseLevel, Tile<T>>? data = null)
    {
        ArgumentNullException.ThrowIfNull(evaluate);
        Dimension = Require.Positive(dimension);
        Range = range ?? TimeRange.Whole;
        this.evaluate = evaluate;
        this.data = data;
    }

    /// <inheritdoc/>
    public int Dimension { get; }

    /// <inheritdoc/>
    public TimeRange Range { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The samples have another dimension, or α = 0 and the function knows no x̂₀.</exception>
    public void Evaluate(Tile<T> x, NoiseLevel level, Tile<T> epsilon)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(epsilon);
        if (x.Dimension != Dimension)
        {
            throw new ArgumentException($"The function takes samples of {Dimension} numbers, not {x.Dimension}.", nameof(x));
        }

        if (!level.IsPureNoise)
        {
            evaluate(x, level, epsilon);
            return;
        }

        (data ?? throw new ArgumentException(
            "At a level with α = 0 a model is asked for x̂₀, for ε says nothing of the data there: give the function of x̂₀ too, or a range of times that ends below.", nameof(level)))(x, level, epsilon);
    }
}
