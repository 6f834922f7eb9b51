using ScoreSde.Noise;

namespace ScoreSde.States;

/// <summary>
/// All that a solver may do to a batch of samples. A solver written over it runs on the CPU in float or double and on a GPU.
/// </summary>
/// <typeparam name="TState">A batch of samples, [samples, dimension].</typeparam>
public interface IStateSpace<TState>
{
    /// <summary>Numbers in one sample.</summary>
    int Dimension { get; }

    /// <summary>A new state of this space; its content is not defined. Called when a stepper is built, never in a step.</summary>
    TState Allocate();

    /// <summary>target = Σ_i weight_i · state_i, added in the order given with fused multiply-add. The target may be one of the states.</summary>
    void Combine(TState target, params ReadOnlySpan<(double Weight, TState State)> terms);

    /// <summary>target = scale · z, z standard normal and named by <paramref name="key"/> and each row's sample index.</summary>
    void FillNormal(TState target, double scale, NoiseKey key);

    /// <summary>
    /// target_k = scale_k · z_k, the same z that <see cref="FillNormal"/> writes for the key with interval k in the place of its own. For
    /// states of few numbers it costs less than the calls one by one.
    /// </summary>
    /// <param name="targets">Distinct states, as many as scales and intervals.</param>
    /// <param name="scales">Finite.</param>
    /// <param name="key">Seed and purpose.</param>
    /// <param name="intervals">The interval of each target.</param>
    void FillNormals(ReadOnlySpan<TState> targets, ReadOnlySpan<double> scales, NoiseKey key, ReadOnlySpan<uint> intervals)
    {
        for (int k = 0; k < targets.Length; k++)
        {
            FillNormal(targets[k], scales[k], key with { Interval = intervals[k] });
        }
    }

    /// <summary>target = target + scale · z, the same z that <see cref="FillNormal"/> writes.</summary>
    void AddNormal(TState target, double scale, NoiseKey key);

    /// <summary>
    /// For every sample (row) on its own: target = target + weight · (‖numerator‖/‖denominator‖)^power · direction,
    /// power 1 or 2, norms Euclidean over the row. A row whose denominator is 0 is left alone.
    /// </summary>
    void AddByNormRatio(TState target, double weight, TState direction, TState numerator, TState denominator, int power);
}
