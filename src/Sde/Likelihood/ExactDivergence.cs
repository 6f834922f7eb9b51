using System.Numerics;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Likelihood;

/// <summary>
/// tr(∂ε/∂x): by the diagonal where the score offers it (<see cref="IJacobianDiagonal{TState}"/>), else Σ_i e_iᵀ (∂ε/∂x)ᵀ e_i, d products with
/// the Jacobian for each value, for low dimensions; they share a pass forwards where the score offers that
/// (<see cref="IJacobianProducts{TState}"/>).
/// </summary>
public sealed record ExactDivergence : IDivergenceRule
{
    /// <inheritdoc/>
    public string Name => "exact";

    /// <inheritdoc/>
    public bool IsExact => true;

    /// <inheritdoc/>
    public int Columns => 1;

    /// <inheritdoc/>
    public IDivergence<T> Create<T>(IDifferentiableScore<Tile<T>> score, TileSpace<T> space, ulong seed)
        where T : unmanaged, IFloatingPointIeee754<T> => new Worker<T>(Require.NotNull(score), Require.NotNull(space));

    private sealed class Worker<T>(IDifferentiableScore<Tile<T>> score, TileSpace<T> space) : IDivergence<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly Tile<T> unit = space.Allocate();
        private readonly Tile<T> product = space.Allocate();

        public void Restart()
        {
            // Unit vectors are the same for all samples.
        }

        public void Evaluate(Tile<T> x, NoiseLevel level, Tile<T> epsilon, Span<T> traces)
        {
            traces.Clear();
            if (score is IJacobianDiagonal<Tile<T>> closed && closed.TryDiagonal(x, level, product))
            {
                score.Evaluate(x, level, epsilon);
                SumDiagonal(traces);
            }
            else if (score is IJacobianProducts<Tile<T>> together && together.TryEvaluateWithDiagonal(x, level, epsilon, product))
            {
                SumDiagonal(traces);
            }
            else
            {
                score.Evaluate(x, level, epsilon);
                OneByOne(x, level, traces);
            }
        }

        private void SumDiagonal(Span<T> traces)
        {
            for (int row = 0; row < product.Rows; row++)
            {
                foreach (T entry in product.Row(row))
                {
                    traces[row] += entry;
                }
            }
        }

        private void OneByOne(Tile<T> x, NoiseLevel level, Span<T> traces)
        {
            int d = x.Dimension;
            unit.Values.Clear();
            for (int i = 0; i < d; i++)
            {
                for (int row = 0; row < x.Rows; row++)
                {
                    unit.Values[(row * d) + i] = T.One;
                    unit.Values[(row * d) + ((i + d - 1) % d)] = d > 1 ? T.Zero : T.One;
                }

                score.ProductForTrace(x, level, unit, product);
                for (int row = 0; row < x.Rows; row++)
                {
                    traces[row] += product.Values[(row * d) + i];
                }
            }
        }
    }
}
