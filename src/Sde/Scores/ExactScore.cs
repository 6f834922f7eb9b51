using System.Numerics;
using ScoreSde.Processes;
using ScoreSde.States;

namespace ScoreSde.Scores;

/// <summary>ε(x, t) = −σ ∇ log p_t(x) of a mixture, row by row, in double whatever T is.</summary>
internal sealed class ExactScore<T>(GaussianMixture mixture) : IScoreFunction<Tile<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public int Dimension => mixture.Dimension;

    public void Evaluate(Tile<T> x, NoiseLevel level, Tile<T> epsilon)
    {
        MixtureAtLevel at = mixture.At(level);
        Span<double> point = stackalloc double[Dimension];
        Span<double> score = stackalloc double[Dimension];
        for (int row = 0; row < x.Rows; row++)
        {
            ReadOnlySpan<T> from = x.Row(row);
            for (int j = 0; j < point.Length; j++)
            {
                point[j] = double.CreateTruncating(from[j]);
            }

            at.Score(point, score);
            Span<T> to = epsilon.Row(row);
            for (int j = 0; j < to.Length; j++)
            {
                to[j] = T.CreateTruncating(-at.Sigma * score[j]);
            }
        }
    }
}
