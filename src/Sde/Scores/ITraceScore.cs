using ScoreSde.Processes;

namespace ScoreSde.Scores;

/// <summary>
/// A model of the noise that offers the products with its Jacobian that a trace asks for, and no others: A v with A = ∂ε/∂x or its transpose, whichever is at hand,
/// since vᵀ A v is the same. Guidance by a measurement needs the transpose itself (<see cref="IDifferentiableScore{TState}"/>).
/// </summary>
/// <remarks>The promises of <see cref="IScoreFunction{TState}"/> hold for products too.</remarks>
/// <typeparam name="TState">A batch of samples.</typeparam>
public interface ITraceScore<TState> : IScoreFunction<TState>
{
    /// <summary>product = A direction at (x, level), row by row. The product is a state of its own; the others are left as they are.</summary>
    void TraceProduct(TState x, NoiseLevel level, TState direction, TState product);
}
