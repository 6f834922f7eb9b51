using ScoreSde.Guidance;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.Torch.Tensors;
using static TorchSharp.torch;

namespace ScoreSde.Torch.Scores;

/// <summary>
/// Guidance by two models on tensors, as <see cref="ClassifierFreeGuidance{T}"/> and <see cref="Autoguidance"/> have it on tiles, with their numbers to rounding:
/// g = ε_∅ + w(t) (ε_c − ε_∅), ε = (φ s(ε_c)/s(g) + 1 − φ) g.
/// </summary>
/// <remarks>For one thread. The models are the caller's to dispose of. Products with the Jacobian are had where both models have them and nothing is rescaled.</remarks>
public sealed class TorchGuidance : IBatchScore, IDifferentiableScore<Tensor>, IComposedScore, ILearnedVariance<Tensor>, IRenoisedScore<Tensor>
{
    private readonly IScoreFunction<Tensor> conditional;
    private readonly IScoreFunction<Tensor> unconditional;

    /// <param name="conditional">ε_c, or the main model.</param>
    /// <param name="unconditional">ε_∅, or the guide.</param>
    /// <param name="rule">The weight, where it holds, and the rescaling.</param>
    /// <exception cref="ArgumentException">The two models differ in dimension, or samples of one number, which have no deviation, are to be rescaled.</exception>
    public TorchGuidance(IScoreFunction<Tensor> conditional, IScoreFunction<Tensor> unconditional, GuidanceRule rule)
    {
        ArgumentNullException.ThrowIfNull(conditional);
        ArgumentNullException.ThrowIfNull(unconditional);
        ArgumentNullException.ThrowIfNull(rule);
        if (conditional.Dimension != unconditional.Dimension)
        {
            throw new ArgumentException($"The models must have one dimension, not {conditional.Dimension} and {unconditional.Dimension}.", nameof(unconditional));
        }

        if (rule.Rescale != 0 && conditional.Dimension < 2)
        {
            throw new ArgumentException("A sample of one number has no deviation that rescaling could keep.", nameof(rule));
        }

        this.conditional = conditional;
        this.unconditional = unconditional;
        Rule = rule;
        Range = conditional.Range.And(unconditional.Range);
    }

    /// <summary>The weight, where it holds, and the rescaling.</summary>
    public GuidanceRule Rule { get; }

    /// <inheritdoc/>
    public int Dimension => conditional.Dimension;

    /// <summary>The times that both models know.</summary>
    public TimeRange Range { get; }

    /// <summary>2, at most.</summary>
    public int EvaluationsPerCall => 2;

    /// <summary>2 where guidance acts, else 1.</summary>
    public int EvaluationsAt(NoiseLevel level) => Rule.ActsAt(level) ? 2 : 1;

    /// <inheritdoc/>
    public void MoveTo(long firstSample, int rows)
    {
        (conditional as IBatchScore)?.MoveTo(firstSample, rows);
        (unconditional as IBatchScore)?.MoveTo(firstSample, rows);
    }

    /// <inheritdoc/>
    public void Prepare(IReadOnlyList<NoiseLevel> levels)
    {
        (conditional as IBatchScore)?.Prepare(levels);
        (unconditional as IBatchScore)?.Prepare(levels);
    }

    /// <inheritdoc/>
    /// <remarks>epsilon gets other memory: views of it keep the old.</remarks>
    public void Evaluate(Tensor x, NoiseLevel level, Tensor epsilon)
    {
        conditional.Evaluate(x, level, epsilon);
        Guide(x, level, epsilon);
    }

    /// <inheritdoc/>
    public bool OffersVariance => conditional is ILearnedVariance<Tensor> { OffersVariance: true };

    /// <inheritdoc/>
    /// <remarks>The variances are those of the conditional model. What is written gets other memory: views of it keep the old.</remarks>
    public bool TryEvaluateWithVariance(Tensor x, NoiseLevel level, Tensor epsilon, Tensor variance)
    {
        if (conditional is not ILearnedVariance<Tensor> learned || !learned.TryEvaluateWithVariance(x, level, epsilon, variance))
        {
            return false;
        }

        Guide(x, level, epsilon);
        return true;
    }

    /// <inheritdoc/>
    /// <remarks>What is written gets other memory: views of it keep the old.</remarks>
    public bool TryEvaluateRenoised(Tensor x, NoiseLevel level, Tensor epsilon, Tensor renoising)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        conditional.Evaluate(x, level, epsilon);
        if (Rule.ActsAt(level))
        {
            unconditional.Evaluate(x, level, renoising);
            Guide(epsilon, renoising);
        }
        else
        {
            renoising.set_(epsilon.clone());
        }

        return true;
    }

    /// <inheritdoc/>
    /// <remarks>product gets other memory: views of it keep the old.</remarks>
    /// <exception cref="NotSupportedException">One of the two models has no products with its Jacobian, or the rule rescales.</exception>
    public void TransposedJacobianProduct(Tensor x, NoiseLevel level, Tensor cotangent, Tensor product)
    {
        if (conditional is not IDifferentiableScore<Tensor> first || unconditional is not IDifferentiableScore<Tensor> second)
        {
            throw new NotSupportedException("One of the two models has no products with its Jacobian.");
        }

        if (Rule.Rescale != 0)
        {
            throw new NotSupportedException("Guidance that is rescaled has no products with its Jacobian.");
        }

        first.TransposedJacobianProduct(x, level, cotangent, product);
        if (!Rule.ActsAt(level))
        {
            return;
        }

        using DisposeScope scope = NewDisposeScope();
        Tensor free = empty_like(x);
        second.TransposedJacobianProduct(x, level, cotangent, free);
        Combination.Scale(product, Rule.Weight);
        Combination.Add(product, 1 - Rule.Weight, free);
    }

    // The same where guidance acts.
    private void Guide(Tensor x, NoiseLevel level, Tensor epsilon)
    {
        if (!Rule.ActsAt(level))
        {
            return;
        }

        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        Tensor free = empty_like(x);
        unconditional.Evaluate(x, level, free);
        Guide(epsilon, free);
    }

    // From the conditional model's ε to the guided one, in place.
    private void Guide(Tensor epsilon, Tensor free)
    {
        if (Rule.Rescale == 0)
        {
            Combination.Scale(epsilon, Rule.Weight);
            Combination.Add(epsilon, 1 - Rule.Weight, free);
            return;
        }

        Tensor guided = epsilon.Times(Rule.Weight).Plus(free, 1 - Rule.Weight);
        Tensor spread = Deviation(guided);
        Tensor factor = Deviation(epsilon).div(spread).Times(Rule.Rescale).Shift_(1 - Rule.Rescale).SetWhere_(spread.Is(0), 1);
        epsilon.set_(guided.mul(factor.to(guided.dtype)));
    }

    // Of each row's own numbers, in float64: [rows, 1].
    private static Tensor Deviation(Tensor rows)
    {
        Tensor values = rows.to(float64);
        Tensor off = values.Plus(values.mean([1], keepdim: true), -1);
        return off.mul(off).mean([1], keepdim: true).sqrt();
    }
}
