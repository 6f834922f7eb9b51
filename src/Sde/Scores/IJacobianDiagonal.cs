using ScoreSde.Processes;

namespace ScoreSde.Scores;

/// <summary>
/// What a model of the noise may offer besides products: the diagonal of its Jacobian in closed form, whose sum is the divergence. It spares an
/// exact likelihood the d products.
/// </summary>
/// <remarks>The promises of <see cref="IScoreFunction{TState}"/> hold for the diagonal too.</remarks>
/// <typeparam name="TState">A batch of samples.</typeparam>
public interface IJacobianDiagonal<TState>
{
    /// <summary>
    /// diagonal_i = ∂ε_i/∂x_i at (x, level), row by row, at the cost of about one product; false, with nothing written, where there is no
    /// closed form. The diagonal is a state of its own; x is left as it is.
    /// </summary>
    bool TryDiagonal(TState x, NoiseLevel level, TState diagonal);
}
