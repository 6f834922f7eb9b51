using System.Numerics;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Likelihood;

/// <summary>
/// tr(∂ε/∂x): by the diagonal where the score offers it (<see cref="IJacobianDiagonal{TState}"/>), else Σ_i e_iᵀ (∂ε/∂x)ᵀ e_i, d products with
/// the Jacobian for each value, for low dimensions.
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
        where T : unmanaged, IFloatingPointIeee754<T> => new Worker<T>(score, space);

    private sealed class Worker<T>(IDifferentiableScore<Tile<T>> score, TileSpace<T> space) : IDivergence<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly Tile<T> unit = space.Allocate();
        private readonly Tile<T> product = space.Allocate();

        public void Restart()
        {
            // Unit vectors are the same for all samples.
        }

        public void Evaluate(Tile<T> x, NoiseLevel level, Span<T> traces)
        {
            int d = x.Dimension;
            traces.Clear();
            if (score is IJacobianDiagonal<Tile<T>> closed && closed.TryDiagonal(x, level, product))
            {
                for (int row = 0; row < x.Rows; row++)
                {
                    foreach (T entry in product.Row(row))
                    {
                        traces[row] += entry;
                    }
                }

                return;
            }

            unit.Values.Clear();
            for (int i = 0; i < d; i++)
            {
                for (int row = 0; row < x.Rows; row++)
                {
                    unit.Values[(row * d) + i] = T.One;
                    unit.Values[(row * d) + ((i + d - 1) % d)] = d > 1 ? T.Zero : T.One;
                }

                score.TransposedJacobianProduct(x, level, unit, product);
                for (int row = 0; row < x.Rows; row++)
                {
                    traces[row] += product.Values[(row * d) + i];
                }
            }
        }
    }
}
