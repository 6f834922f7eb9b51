using ScoreSde.Processes;

namespace ScoreSde.Scores;

/// <summary>
/// What a model of the noise may offer besides ε: what it learned of the variance of a reverse step, a number w for each number of a sample. With
/// v = (w + 1)/2 the variance between the lower bound β̃ and the upper bound β of a step is ln σ² = v ln β + (1 − v) ln β̃. Nichol and Dhariwal 2021, eq. (15), with w
/// as their networks give it, −1 at β̃ and 1 at β; nothing clamps it.
/// </summary>
/// <remarks>The promises of <see cref="IScoreFunction{TState}"/> hold for w too. A wrapper says no where the model that it wraps does not offer it.</remarks>
/// <typeparam name="TState">A batch of samples.</typeparam>
public interface ILearnedVariance<TState>
{
    /// <summary>Whether variances were learned, so that <see cref="TryEvaluateWithVariance"/> says yes.</summary>
    bool OffersVariance => true;

    /// <summary>epsilon = ε(x, level) and variance = w there, by one evaluation; false, with nothing written, where no variances were learned. All states are distinct.</summary>
    bool TryEvaluateWithVariance(TState x, NoiseLevel level, TState epsilon, TState variance);
}
