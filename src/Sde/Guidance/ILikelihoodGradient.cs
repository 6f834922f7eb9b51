using ScoreSde.Processes;

namespace ScoreSde.Guidance;

/// <summary>∇ₓ log p_t(y|x) of something known about the samples: a classifier's logit, a measurement, a constraint.</summary>
/// <remarks>The promises of <see cref="Scores.IScoreFunction{TState}"/> hold: thread-safe, row by row, no allocation in steady state.</remarks>
/// <typeparam name="TState">A batch of samples.</typeparam>
public interface ILikelihoodGradient<TState>
{
    /// <summary>gradient = ∇ₓ log p_t(y|x), row by row; units 1/(unit of x).</summary>
    void Evaluate(TState x, NoiseLevel level, TState gradient);
}
