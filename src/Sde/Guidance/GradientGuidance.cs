using System.Numerics;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.States;
using ScoreSde.States.Kernels;

namespace ScoreSde.Guidance;

/// <summary>
/// ε = ε_θ − w σ ∇ log p_t(y|x): Bayes' rule ∇ log p_t(x|y) = ∇ log p_t(x) + ∇ log p_t(y|x) as a model of the noise, with a gradient of the
/// user's. With w = 1 and the exact gradient at every t, samples follow p(x|y). Song et al. 2021, eq. (14); Dhariwal and Nichol 2021.
/// </summary>
/// <remarks>At α = 0, where y tells nothing of x, x̂₀ is the prior's: guidance begins at the next level.</remarks>
/// <typeparam name="T">float or double.</typeparam>
public sealed class GradientGuidance<T>(
    IScoreFunction<Tile<T>> prior, ILikelihoodGradient<Tile<T>> likelihood, double weight = 1) : IScoreFunction<Tile<T>>, IComposedScore
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly IScoreFunction<Tile<T>> prior = Require.NotNull(prior);
    private readonly ILikelihoodGradient<Tile<T>> likelihood = Require.NotNull(likelihood);
    private readonly ScratchPool<T> pool = new(1);

    /// <summary>w.</summary>
    public double Weight { get; } = Require.Finite(weight);

    /// <inheritdoc/>
    public int Dimension => prior.Dimension;

    /// <inheritdoc/>
    public TimeRange Range => prior.Range;

    /// <summary>1: the gradient is the user's, and so is its cost.</summary>
    public int EvaluationsPerCall => 1;

    /// <inheritdoc/>
    public void Evaluate(Tile<T> x, NoiseLevel level, Tile<T> epsilon)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(epsilon);
        if (level.IsPureNoise)
        {
            prior.Evaluate(x, level, epsilon);
            return;
        }

        Scratch<T> scratch = pool.Take(x);
        try
        {
            prior.Evaluate(x, level, epsilon);
            likelihood.Evaluate(x, level, scratch[0]);
            CombineKernel.Run(epsilon, [(1, epsilon), (-Weight * level.Deviation, scratch[0])]);
        }
        finally
        {
            pool.Return(scratch);
        }
    }
}
