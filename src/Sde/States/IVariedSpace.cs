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

    /// <summary>target = the signs, 1 or −1, of the z that <see cref="IStateSpace{TState}.FillNormal"/> writes for the key.</summary>
    /// <param name="target">Is overwritten.</param>
    /// <param name="key">The noise's name.</param>
    void FillSigns(TState target, NoiseKey key);

    /// <summary>target = the mean over each sample's numbers, in all of them, summed in double in their order.</summary>
    /// <param name="target">Is overwritten; may be the other.</param>
    /// <param name="of">The numbers.</param>
    void Average(TState target, TState of);

    /// <summary>The same of the products a_i b_i.</summary>
    /// <param name="target">Is overwritten; may be one of the others.</param>
    /// <param name="a">The one factor.</param>
    /// <param name="b">The other.</param>
    void AverageProducts(TState target, TState a, TState b);
}
