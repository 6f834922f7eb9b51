using ScoreSde.Processes;

namespace ScoreSde.Scores;

/// <summary>
/// A model of the noise whose Jacobian can be applied from the left, which is what guidance by a measurement and exact likelihoods need:
/// ∂x̂₀/∂x = (I − σ ∂ε/∂x)/α.
/// </summary>
/// <remarks>The promises of <see cref="IScoreFunction{TState}"/> hold for products too.</remarks>
/// <typeparam name="TState">A batch of samples.</typeparam>
public interface IDifferentiableScore<TState> : IScoreFunction<TState>
{
    /// <summary>
    /// product = (∂ε/∂x)ᵀ cotangent at (x, level), row by row. The product is a state of its own; the others are left as they are. Costs
    /// about <see cref="CountingScore{TState}.EvaluationsPerProduct"/> evaluations.
    /// </summary>
    void TransposedJacobianProduct(TState x, NoiseLevel level, TState cotangent, TState product);
}
