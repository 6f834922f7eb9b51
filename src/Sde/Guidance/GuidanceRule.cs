using ScoreSde.Processes;

namespace ScoreSde.Guidance;

/// <summary>
/// How far from the unconditional model ε_∅ past the conditional one ε_c: with w(t) = w inside the interval and 1 outside,
/// g = ε_∅ + w(t) (ε_c − ε_∅) and ε = (φ s(ε_c)/s(g) + 1 − φ) g, where s is the standard deviation of a sample's own numbers.
/// </summary>
/// <remarks>
/// Lin et al. 2024 (arXiv:2305.08891), eq. (14)–(16), rescale what their network says, which is v; here and in programs with networks of the noise it is
/// ε that keeps its deviation.
/// </remarks>
public sealed record GuidanceRule
{
    /// <param name="weight">w, finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public GuidanceRule(double weight) => Weight = Require.Finite(weight);

    /// <summary>w: 0 is the unconditional model, 1 the conditional one.</summary>
    public double Weight { get; }

    /// <summary>Where guidance acts; null for everywhere.</summary>
    public GuidanceInterval? Interval { get; init; }

    /// <summary>φ ∈ [0, 1]: 0 leaves g as it is, 1 gives it the deviation of ε_c.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside [0, 1].</exception>
    public double Rescale
    {
        get;
        init => field = Require.Between(value, 0, 1);
    }

    /// <summary>Whether the weight is all there is: no interval, no rescaling.</summary>
    public bool IsPlain => Interval is null && Rescale == 0;

    /// <summary>Whether guidance acts at this level.</summary>
    public bool ActsAt(NoiseLevel level) => Interval is null || Interval.Contains(level);

    /// <summary>w(t): w inside the interval, 1 outside.</summary>
    public double WeightAt(NoiseLevel level) => ActsAt(level) ? Weight : 1;
}
