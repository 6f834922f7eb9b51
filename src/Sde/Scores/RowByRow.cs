using System.Numerics;
using ScoreSde.Processes;
using ScoreSde.States;

namespace ScoreSde.Scores;

/// <summary>Asks any model of the noise for rows with levels of their own: at once where the model can, else one row after the other.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class RowByRow<T>(IScoreFunction<Tile<T>> score)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly IRowwiseScore<T>? rowwise = score as IRowwiseScore<T>;
    private readonly TimeRange range = score.Range;
    private readonly ScratchPool<T> pool = new(2);

    /// <inheritdoc cref="IRowwiseScore{T}.Evaluate(Tile{T}, ReadOnlySpan{NoiseLevel}, ReadOnlySpan{long}, Tile{T})"/>
    public void Evaluate(Tile<T> x, ReadOnlySpan<NoiseLevel> levels, ReadOnlySpan<long> samples, Tile<T> epsilon)
    {
        foreach (ref readonly NoiseLevel level in levels)
        {
            range.ThrowIfOutside(level);
        }

        if (rowwise is not null)
        {
            rowwise.Evaluate(x, levels, samples, epsilon);
            return;
        }

        Scratch<T> one = pool.Take(x);
        try
        {
            for (int row = 0; row < x.Rows; row++)
            {
                one.MoveTo(samples[row], 1);
                x.Row(row).CopyTo(one[0].Values);
                score.Evaluate(one[0], levels[row], one[1]);
                one[1].Values.CopyTo(epsilon.Row(row));
            }
        }
        finally
        {
            pool.Return(one);
        }
    }
}
