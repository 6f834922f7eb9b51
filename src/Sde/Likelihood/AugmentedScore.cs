using System.Numerics;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Likelihood;

/// <summary>
/// The noise of states [x, c] whose further columns follow the flow of x: with y = x/α the flow is dy/dσ̃ = ε, and
/// d ln p(y)/dσ̃ = −div_y ε along it. A column with "noise" α tr(∂ε/∂x) = div_y ε is moved by any flow method as a coordinate is, so
/// that c/α becomes ∫ div ε dσ̃ with the method's own order.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class AugmentedScore<T> : IScoreFunction<Tile<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly CountingScore<Tile<T>> score;
    private readonly TileSpace<T> space;
    private readonly IDivergence<T> divergence;
    private readonly Tile<T> x;
    private readonly Tile<T> epsilon;
    private readonly T[] traces;
    private readonly int columns;

    public AugmentedScore(CountingScore<Tile<T>> score, IDivergenceRule rule, int rows, ulong seed)
    {
        this.score = score;
        columns = rule.Columns;
        space = new TileSpace<T>(rows, score.Dimension);
        divergence = rule.Create(score, space, seed);
        x = space.Allocate();
        epsilon = space.Allocate();
        traces = new T[rows * columns];
    }

    public int Dimension => score.Dimension + columns;

    public TimeRange Range => score.Range;

    /// <summary>Comes to stand for other samples.</summary>
    public void MoveTo(long firstSample, int rows)
    {
        space.MoveTo(firstSample, rows);
        divergence.Restart();
    }

    public void Evaluate(Tile<T> augmented, NoiseLevel level, Tile<T> result)
    {
        int d = score.Dimension;
        for (int row = 0; row < x.Rows; row++)
        {
            augmented.Row(row)[..d].CopyTo(x.Row(row));
        }

        divergence.Evaluate(x, level, epsilon, traces.AsSpan(0, x.Rows * columns));
        T alpha = T.CreateTruncating(level.MeanScale);
        for (int row = 0; row < x.Rows; row++)
        {
            Span<T> target = result.Row(row);
            epsilon.Row(row).CopyTo(target);
            for (int k = 0; k < columns; k++)
            {
                target[d + k] = alpha * traces[(row * columns) + k];
            }
        }
    }
}
