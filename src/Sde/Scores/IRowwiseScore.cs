using System.Numerics;
using ScoreSde.Processes;
using ScoreSde.States;

namespace ScoreSde.Scores;

/// <summary>
/// A model of the noise that takes rows with noise levels of their own at once: ε_r = ε(x_r, level_r). What methods ask that choose their
/// steps, each sample its own; a model without it is asked one row at a time.
/// </summary>
/// <remarks>
/// The promises of <see cref="IScoreFunction{TState}"/> hold. A row's bits are those of
/// <see cref="IScoreFunction{TState}.Evaluate(TState, NoiseLevel, TState)"/> for that row alone.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
public interface IRowwiseScore<T> : IScoreFunction<Tile<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>epsilon_r = ε(x_r, levels_r), row by row. The two states are distinct; x is left as it is.</summary>
    /// <param name="x">The rows, of any samples; their tile's own indices say nothing.</param>
    /// <param name="levels">The level of each row.</param>
    /// <param name="samples">The sample, by its index in the whole run, that each row is.</param>
    /// <param name="epsilon">Where the answers go.</param>
    void Evaluate(Tile<T> x, ReadOnlySpan<NoiseLevel> levels, ReadOnlySpan<long> samples, Tile<T> epsilon);
}
