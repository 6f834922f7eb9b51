using ScoreSde.Processes;

namespace ScoreSde.Scores;

/// <summary>
/// What a model of the noise may offer besides single products: ε and several products with the transposed Jacobian at one point, which share
/// the pass forwards. A wrapper says no where the model that it wraps does not offer it.
/// </summary>
/// <remarks>The promises of <see cref="IScoreFunction{TState}"/> hold, and bits are those of one call for each.</remarks>
/// <typeparam name="TState">A batch of samples.</typeparam>
public interface IJacobianProducts<TState> : IDifferentiableScore<TState>
{
    /// <summary>epsilon = ε(x, level) and product_k = (∂ε/∂x)ᵀ cotangent_k, row by row; false, with nothing written, where it is not offered.</summary>
    /// <param name="x">Where; left as it is.</param>
    /// <param name="level">At which noise level.</param>
    /// <param name="epsilon">A state of its own.</param>
    /// <param name="cotangents">As many as products; left as they are.</param>
    /// <param name="products">States of their own.</param>
    bool TryEvaluateWithProducts(
        TState x, NoiseLevel level, TState epsilon, ReadOnlySpan<TState> cotangents, ReadOnlySpan<TState> products);

    /// <summary>
    /// epsilon = ε(x, level) and diagonal_i = ∂ε_i/∂x_i, row by row, by a product for each i; false, with nothing written, where it is not
    /// offered. All states are distinct.
    /// </summary>
    bool TryEvaluateWithDiagonal(TState x, NoiseLevel level, TState epsilon, TState diagonal);
}
