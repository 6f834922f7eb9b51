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
public sealed class ClassifierFreeGuidance<T> : IDifferentiableScore<Tile<T>>, IRowwiseScore<T>, IComposedScore, ILearnedVariance<Tile<T>>, IRenoisedScore<Tile<T>>
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
        : this(conditional, unconditional, new GuidanceRule(Require.Finite(weight)))
    {
    }

    /// <param name="conditional">ε_c: the model told the class of each sample.</param>
    /// <param name="unconditional">ε_∅: the model told nothing.</param>
    /// <param name="rule">The weight, where it holds, and the rescaling.</param>
    /// <exception cref="ArgumentException">The two models differ in dimension, or samples of one number, which have no deviation, are to be rescaled.</exception>
    public ClassifierFreeGuidance(IScoreFunction<Tile<T>> conditional, IScoreFunction<Tile<T>> unconditional, GuidanceRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
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
        Rule = rule;
        if (rule.Rescale != 0 && Dimension < 2)
        {
            throw new ArgumentException("A sample of one number has no deviation that rescaling could keep.", nameof(rule));
        }
    }

    /// <summary>The weight, where it holds, and the rescaling.</summary>
    public GuidanceRule Rule { get; }

    /// <summary>w.</summary>
    public double Weight => Rule.Weight;

    /// <inheritdoc/>
    public int Dimension => conditional.Dimension;

    /// <summary>The times that both models know.</summary>
    public TimeRange Range { get; }

    /// <summary>2, at most.</summary>
    public int EvaluationsPerCall => 2;

    /// <summary>2 where guidance acts, else 1.</summary>
    public int EvaluationsAt(NoiseLevel level) => Rule.ActsAt(level) ? 2 : 1;

    /// <inheritdoc/>
    public void Evaluate(Tile<T> x, NoiseLevel level, Tile<T> epsilon)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(epsilon);
        conditional.Evaluate(x, level, epsilon);
        Guide(x, level, epsilon);
    }

    /// <inheritdoc/>
    public bool TryEvaluateRenoised(Tile<T> x, NoiseLevel level, Tile<T> epsilon, Tile<T> renoising)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(epsilon);
        ArgumentNullException.ThrowIfNull(renoising);
        conditional.Evaluate(x, level, epsilon);
        if (!Rule.ActsAt(level))
        {
            epsilon.Values.CopyTo(renoising.Values);
            return true;
        }

        Scratch<T>? scratch = Rule.Rescale == 0 ? null : pool.Take(x);
        try
        {
            unconditional.Evaluate(x, level, renoising);
            Guide(epsilon, renoising, scratch is null ? epsilon : scratch[0]);
        }
        finally
        {
            if (scratch is not null)
            {
                pool.Return(scratch);
            }
        }

        return true;
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
            CombineKernel.Run(scratch[0], [(Weight, epsilon), (1 - Weight, scratch[0])]);
            for (int row = 0; row < x.Rows; row++)
            {
                if (Rule.ActsAt(levels[row]))
                {
                    Take(scratch[0].Row(row), epsilon.Row(row));
                }
            }
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
        ArgumentNullException.ThrowIfNull(variance);
        if (conditional is not ILearnedVariance<Tile<T>> learned || !learned.TryEvaluateWithVariance(x, level, epsilon, variance))
        {
            return false;
        }

        Guide(x, level, epsilon);
        return true;
    }

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">One of the two models has no products with its Jacobian, or the rule rescales.</exception>
    public void TransposedJacobianProduct(Tile<T> x, NoiseLevel level, Tile<T> cotangent, Tile<T> product)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(cotangent);
        ArgumentNullException.ThrowIfNull(product);
        if (conditional is not IDifferentiableScore<Tile<T>> first || unconditional is not IDifferentiableScore<Tile<T>> second)
        {
            throw new NotSupportedException("One of the two models has no products with its Jacobian.");
        }

        if (Rule.Rescale != 0)
        {
            throw new NotSupportedException("Guidance that is rescaled has no products with its Jacobian.");
        }

        if (!Rule.ActsAt(level))
        {
            first.TransposedJacobianProduct(x, level, cotangent, product);
            return;
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

    // From the conditional model's ε to the guided one, in place.
    private void Guide(Tile<T> x, NoiseLevel level, Tile<T> epsilon)
    {
        if (!Rule.ActsAt(level))
        {
            return;
        }

        Scratch<T> scratch = pool.Take(x);
        try
        {
            unconditional.Evaluate(x, level, scratch[0]);
            Guide(epsilon, scratch[0], Rule.Rescale == 0 ? epsilon : scratch[0]);
        }
        finally
        {
            pool.Return(scratch);
        }
    }

    // The same with ε_∅ at hand; what is rescaled needs a place of its own, which may be that of ε_∅.
    private void Guide(Tile<T> epsilon, Tile<T> free, Tile<T> guided)
    {
        CombineKernel.Run(guided, [(Weight, epsilon), (1 - Weight, free)]);
        for (int row = 0; row < epsilon.Rows && Rule.Rescale != 0; row++)
        {
            Take(guided.Row(row), epsilon.Row(row));
        }
    }

    // The guided row, rescaled, in the place of the conditional one.
    private void Take(ReadOnlySpan<T> guided, Span<T> row)
    {
        if (Rule.Rescale == 0)
        {
            guided.CopyTo(row);
            return;
        }

        var factor = T.CreateTruncating(Rescaling.Factor(row, guided, Rule.Rescale));
        for (int i = 0; i < row.Length; i++)
        {
            row[i] = factor * guided[i];
        }
    }
}
