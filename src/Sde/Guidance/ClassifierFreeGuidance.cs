using System.Numerics;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.States;
using ScoreSde.States.Kernels;

namespace ScoreSde.Guidance;

/// <summary>
/// ε = ε_∅ + w (ε_c − ε_∅): w = 0 is the unconditional model, w = 1 the conditional one, w &gt; 1 sharpens the class. The law that it
/// points at is p_t(x) (p_t(x|c)/p_t(x))^w at each t; for w other than 0 and 1 these are not the marginals of any one process, so that samples
/// depend on the solver's noise rate as well. Two evaluations. Ho and Salimans 2022.
/// </summary>
/// <remarks>
/// w is the "guidance scale" of most programs. Ho and Salimans write (1 + ω) ε_c − ω ε_∅, so their ω is w − 1.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
public sealed class ClassifierFreeGuidance<T> : IDifferentiableScore<Tile<T>>, IRowwiseScore<T>, IComposedScore, ILearnedVariance<Tile<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly IScoreFunction<Tile<T>> conditional;
    private readonly IScoreFunction<Tile<T>> unconditional;
    private readonly RowByRow<T> conditionalRows;
    private readonly RowByRow<T> unconditionalRows;
    private readonly ScratchPool<T> pool = new(1);

    /// <param name="conditional">ε_c: the model told the class of each sample.</param>
    /// <param name="unconditional">ε_∅: the model told nothing.</param>
    /// <param name="weight">w, finite.</param>
    /// <exception cref="ArgumentException">The two models differ in dimension.</exception>
    public ClassifierFreeGuidance(IScoreFunction<Tile<T>> conditional, IScoreFunction<Tile<T>> unconditional, double weight)
    {
        ArgumentNullException.ThrowIfNull(conditional);
        ArgumentNullException.ThrowIfNull(unconditional);
        if (conditional.Dimension != unconditional.Dimension)
        {
            throw new ArgumentException(
                $"The models must have one dimension, not {conditional.Dimension} and {unconditional.Dimension}.", nameof(unconditional));
        }

        this.conditional = conditional;
        this.unconditional = unconditional;
        conditionalRows = new RowByRow<T>(conditional);
        unconditionalRows = new RowByRow<T>(unconditional);
        Range = conditional.Range.And(unconditional.Range);
        Weight = Require.Finite(weight);
    }

    /// <summary>w.</summary>
    public double Weight { get; }

    /// <inheritdoc/>
    public int Dimension => conditional.Dimension;

    /// <summary>The times that both models know.</summary>
    public TimeRange Range { get; }

    /// <summary>2.</summary>
    public int EvaluationsPerCall => 2;

    /// <inheritdoc/>
    public void Evaluate(Tile<T> x, NoiseLevel level, Tile<T> epsilon)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(epsilon);
        Scratch<T> scratch = pool.Take(x);
        try
        {
            conditional.Evaluate(x, level, epsilon);
            unconditional.Evaluate(x, level, scratch[0]);
            CombineKernel.Run(epsilon, [(Weight, epsilon), (1 - Weight, scratch[0])]);
        }
        finally
        {
            pool.Return(scratch);
        }
    }

    /// <inheritdoc/>
    public void Evaluate(Tile<T> x, ReadOnlySpan<NoiseLevel> levels, ReadOnlySpan<long> samples, Tile<T> epsilon)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(epsilon);
        Scratch<T> scratch = pool.Take(x);
        try
        {
            conditionalRows.Evaluate(x, levels, samples, epsilon);
            unconditionalRows.Evaluate(x, levels, samples, scratch[0]);
            CombineKernel.Run(epsilon, [(Weight, epsilon), (1 - Weight, scratch[0])]);
        }
        finally
        {
            pool.Return(scratch);
        }
    }

    /// <inheritdoc/>
    public bool OffersVariance => conditional is ILearnedVariance<Tile<T>> { OffersVariance: true };

    /// <inheritdoc/>
    /// <remarks>The variances are those of the conditional model.</remarks>
    public bool TryEvaluateWithVariance(Tile<T> x, NoiseLevel level, Tile<T> epsilon, Tile<T> variance)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(epsilon);
        if (conditional is not ILearnedVariance<Tile<T>> learned || !learned.TryEvaluateWithVariance(x, level, epsilon, variance))
        {
            return false;
        }

        Scratch<T> scratch = pool.Take(x);
        try
        {
            unconditional.Evaluate(x, level, scratch[0]);
            CombineKernel.Run(epsilon, [(Weight, epsilon), (1 - Weight, scratch[0])]);
        }
        finally
        {
            pool.Return(scratch);
        }

        return true;
    }

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">One of the two models has no products with its Jacobian.</exception>
    public void TransposedJacobianProduct(Tile<T> x, NoiseLevel level, Tile<T> cotangent, Tile<T> product)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(product);
        if (conditional is not IDifferentiableScore<Tile<T>> first || unconditional is not IDifferentiableScore<Tile<T>> second)
        {
            throw new NotSupportedException("One of the two models has no products with its Jacobian.");
        }

        Scratch<T> scratch = pool.Take(x);
        try
        {
            first.TransposedJacobianProduct(x, level, cotangent, product);
            second.TransposedJacobianProduct(x, level, cotangent, scratch[0]);
            CombineKernel.Run(product, [(Weight, product), (1 - Weight, scratch[0])]);
        }
        finally
        {
            pool.Return(scratch);
        }
    }
}
