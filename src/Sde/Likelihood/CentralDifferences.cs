using System.Numerics;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.States;
using ScoreSde.States.Kernels;

namespace ScoreSde.Likelihood;

/// <summary>
/// Products with the Jacobian of a model that has none, by two of its answers: (∂ε/∂x) v ≈ (ε(x + h v) − ε(x − h v))/(2 h), h = c σ.
/// </summary>
/// <remarks>
/// ε changes over lengths of the noise's deviation σ, so that the step is given in units of it. What is cut off is of order h², what rounding η of the answers leaves of order
/// η/h: the least of both is near c = η^⅓, 1e-2 for networks of float and 2e-5 for those of double. Twice the step shows how large they are.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
public sealed class CentralDifferences<T> : ITraceScore<Tile<T>>, IComposedScore
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly IScoreFunction<Tile<T>> score;
    private readonly ScratchPool<T> pool = new(2);

    /// <param name="score">The model.</param>
    /// <param name="relativeStep">c.</param>
    public CentralDifferences(IScoreFunction<Tile<T>> score, double relativeStep)
    {
        this.score = Require.NotNull(score);
        RelativeStep = Require.Positive(relativeStep);
    }

    /// <summary>c: the step in units of σ.</summary>
    public double RelativeStep { get; }

    /// <inheritdoc/>
    public int Dimension => score.Dimension;

    /// <inheritdoc/>
    public TimeRange Range => score.Range;

    /// <inheritdoc/>
    /// <remarks>A product is two, as others are counted to be.</remarks>
    public int EvaluationsPerCall => (score as IComposedScore)?.EvaluationsPerCall ?? 1;

    /// <inheritdoc/>
    public void Evaluate(Tile<T> x, NoiseLevel level, Tile<T> epsilon)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(epsilon);
        score.Evaluate(x, level, epsilon);
    }

    /// <inheritdoc/>
    public void TraceProduct(Tile<T> x, NoiseLevel level, Tile<T> direction, Tile<T> product)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(direction);
        ArgumentNullException.ThrowIfNull(product);
        double h = RelativeStep * level.Deviation;
        Scratch<T> scratch = pool.Take(x);
        try
        {
            CombineKernel.Run(scratch[0], [(1, x), (h, direction)]);
            score.Evaluate(scratch[0], level, product);
            CombineKernel.Run(scratch[0], [(1, x), (-h, direction)]);
            score.Evaluate(scratch[0], level, scratch[1]);
            CombineKernel.Run(product, [(1 / (2 * h), product), (-1 / (2 * h), scratch[1])]);
        }
        finally
        {
            pool.Return(scratch);
        }
    }
}
