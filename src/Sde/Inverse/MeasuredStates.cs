using ScoreSde.Solvers;
using ScoreSde.States;

namespace ScoreSde.Inverse;

/// <summary>The measurement for the states of a problem.</summary>
internal static class MeasuredStates
{
    /// <exception cref="ArgumentException">The measurement is of samples of another dimension.</exception>
    /// <exception cref="NotSupportedException">The states are neither tiles nor of a space that measures.</exception>
    public static IMeasuredStates<TState> Of<TState>(Problem<TState> problem, Measurement measurement, SolverFacts facts)
    {
        ArgumentNullException.ThrowIfNull(problem);
        measurement.Check(problem.Space.Dimension);
        return problem.Space switch
        {
            IMeasuringSpace<TState> space => space.Measure(measurement),
            IStateSpace<Tile<float>> => (IMeasuredStates<TState>)(object)new MeasuredTiles<float>(measurement),
            IStateSpace<Tile<double>> => (IMeasuredStates<TState>)(object)new MeasuredTiles<double>(measurement),
            _ => throw new NotSupportedException($"{facts.Name} runs on tiles and on spaces that measure, not on {typeof(TState).Name}."),
        };
    }
}
