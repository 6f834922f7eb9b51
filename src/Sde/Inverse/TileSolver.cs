using System.Numerics;
using ScoreSde.Solvers;
using ScoreSde.States;

namespace ScoreSde.Inverse;

/// <summary>A method that reads single numbers of its states, and so runs on tiles in memory alone.</summary>
public abstract record TileSolver : ISolver
{
    /// <inheritdoc/>
    public abstract SolverFacts Facts { get; }

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The states are no tiles.</exception>
    public IStepper<TState> CreateStepper<TState>(Problem<TState> problem) => (IStepper<TState>)((object)problem switch
    {
        Problem<Tile<float>> single => Create(single),
        Problem<Tile<double>> full => (object)Create(full),
        _ => throw new NotSupportedException($"{Facts.Name} runs on tiles of float or double, not on {typeof(TState).Name}."),
    });

    private protected abstract IStepper<Tile<T>> Create<T>(Problem<Tile<T>> problem)
        where T : unmanaged, IFloatingPointIeee754<T>;
}
