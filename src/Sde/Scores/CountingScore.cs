using ScoreSde.Processes;

namespace ScoreSde.Scores;

/// <summary>
/// Counts the evaluations of another score function, and its products with the transposed Jacobian, and asks it at no time outside its
/// range. One instance for each worker; not for several threads.
/// </summary>
/// <remarks>Every method throws <see cref="ArgumentOutOfRangeException"/> for a level outside <see cref="Range"/>.</remarks>
/// <typeparam name="TState">A batch of samples.</typeparam>
public sealed class CountingScore<TState>(IScoreFunction<TState> inner) : IJacobianProducts<TState>, IJacobianDiagonal<TState>, ITraceScore<TState>, ILearnedVariance<TState>,
    IRenoisedScore<TState>
{
    /// <summary>What a product counts as in evaluations: one pass forwards and one back, also where several share the first.</summary>
    public const int EvaluationsPerProduct = 2;

    private readonly IComposedScore? composed = Require.NotNull(inner) as IComposedScore;

    /// <summary>Evaluations of the model since the last reset, not counting products; a composed score counts as often as it asks.</summary>
    public int Evaluations { get; private set; }

    /// <summary>Products with the transposed Jacobian since the last reset; a diagonal counts as one.</summary>
    public int Products { get; private set; }

    /// <summary>Evaluations and products together, in evaluations.</summary>
    public int Cost => Evaluations + (EvaluationsPerProduct * Products);

    /// <inheritdoc/>
    public int Dimension => inner.Dimension;

    /// <inheritdoc/>
    public TimeRange Range { get; } = inner.Range;

    /// <summary>Called before each question: a state space that puts work off does what waits.</summary>
    public Action? Asking { get; set; }

    /// <summary>Starts again at 0.</summary>
    public void Reset() => (Evaluations, Products) = (0, 0);

    /// <inheritdoc/>
    public void Evaluate(TState x, NoiseLevel level, TState epsilon)
    {
        Ask(level);
        Evaluations += EachAt(level);
        inner.Evaluate(x, level, epsilon);
    }

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The score that is counted has no Jacobian.</exception>
    public void TransposedJacobianProduct(TState x, NoiseLevel level, TState cotangent, TState product)
    {
        if (inner is not IDifferentiableScore<TState> differentiable)
        {
            throw new NotSupportedException($"{inner.GetType().Name} has no products with its Jacobian.");
        }

        Ask(level);
        Products += EachAt(level);
        differentiable.TransposedJacobianProduct(x, level, cotangent, product);
    }

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The score that is counted has no Jacobian.</exception>
    public void TraceProduct(TState x, NoiseLevel level, TState direction, TState product)
    {
        if (inner is not ITraceScore<TState> traced)
        {
            TransposedJacobianProduct(x, level, direction, product);
            return;
        }

        Ask(level);
        Products += EachAt(level);
        traced.TraceProduct(x, level, direction, product);
    }

    /// <inheritdoc/>
    public bool TryDiagonal(TState x, NoiseLevel level, TState diagonal)
    {
        Ask(level);
        bool offered = inner is IJacobianDiagonal<TState> closed && closed.TryDiagonal(x, level, diagonal);
        Products += offered ? EachAt(level) : 0;
        return offered;
    }

    /// <inheritdoc/>
    public bool TryEvaluateWithProducts(
        TState x, NoiseLevel level, TState epsilon, ReadOnlySpan<TState> cotangents, ReadOnlySpan<TState> products)
    {
        Ask(level);
        return Counted(
            level,
            inner is IJacobianProducts<TState> together && together.TryEvaluateWithProducts(x, level, epsilon, cotangents, products),
            cotangents.Length);
    }

    /// <inheritdoc/>
    public bool TryEvaluateWithDiagonal(TState x, NoiseLevel level, TState epsilon, TState diagonal)
    {
        Ask(level);
        return Counted(level, inner is IJacobianProducts<TState> together && together.TryEvaluateWithDiagonal(x, level, epsilon, diagonal), Dimension);
    }

    /// <inheritdoc/>
    public bool OffersVariance => inner is ILearnedVariance<TState> { OffersVariance: true };

    /// <inheritdoc/>
    public bool TryEvaluateWithVariance(TState x, NoiseLevel level, TState epsilon, TState variance)
    {
        Ask(level);
        return Counted(level, inner is ILearnedVariance<TState> learned && learned.TryEvaluateWithVariance(x, level, epsilon, variance), 0);
    }

    /// <inheritdoc/>
    public bool OffersRenoising => inner is IRenoisedScore<TState> { OffersRenoising: true };

    /// <inheritdoc/>
    public bool TryEvaluateRenoised(TState x, NoiseLevel level, TState epsilon, TState renoising)
    {
        Ask(level);
        return Counted(level, inner is IRenoisedScore<TState> guided && guided.TryEvaluateRenoised(x, level, epsilon, renoising), 0);
    }

    private void Ask(NoiseLevel level)
    {
        Range.ThrowIfOutside(level);
        Asking?.Invoke();
    }

    private int EachAt(NoiseLevel level) => composed?.EvaluationsAt(level) ?? 1;

    private bool Counted(NoiseLevel level, bool offered, int products)
    {
        Evaluations += offered ? EachAt(level) : 0;
        Products += offered ? products * EachAt(level) : 0;
        return offered;
    }
}
