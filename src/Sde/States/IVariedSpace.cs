using ScoreSde.Noise;

namespace ScoreSde.States;

/// <summary>What a state space may offer besides: noise whose variance is a state, number by number, as reverse steps with a learned variance need it.</summary>
/// <typeparam name="TState">A batch of samples, [samples, dimension].</typeparam>
public interface IVariedSpace<TState> : IStateSpace<TState>
{
    /// <summary>target = target + √u ∘ z, u the variance of each number; the same z that <see cref="IStateSpace{TState}.FillNormal"/> writes for the key.</summary>
    /// <param name="target">Is added to.</param>
    /// <param name="of">What the variances are made of; distinct from the target.</param>
    /// <param name="variance">How.</param>
    /// <param name="noise">Is overwritten with z; distinct from both.</param>
    /// <param name="key">The noise's name.</param>
    void AddNormal(TState target, TState of, NumberVariance variance, TState noise, NoiseKey key);
}
