using System.Numerics;
using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Likelihood;

/// <summary>
/// tr A estimated by vᵀ A v with E vvᵀ = I, v drawn once for each sample and kept along its flow. For symmetric A the variance is
/// 2 (‖A‖_F² − Σ a_ii²) with signs and 2 ‖A‖_F² with normals. Hutchinson 1990; Grathwohl et al. 2019.
/// </summary>
/// <param name="Probes">Independent v for each sample; their scatter gives the standard error.</param>
/// <param name="Law">The law of v's numbers.</param>
public sealed record Hutchinson(int Probes = 1, ProbeLaw Law = ProbeLaw.Rademacher) : IDivergenceRule
{
    /// <summary>Independent v for each sample.</summary>
    public int Probes { get; } = Require.Positive(Probes);

    /// <inheritdoc/>
    public string Name => "hutchinson";

    /// <inheritdoc/>
    public bool IsExact => false;

    /// <inheritdoc/>
    public int Columns => Probes;

    /// <inheritdoc/>
    public IDivergence<T> Create<T>(IDifferentiableScore<Tile<T>> score, TileSpace<T> space, ulong seed)
        where T : unmanaged, IFloatingPointIeee754<T> => new Worker<T>(Require.NotNull(score), Require.NotNull(space), this, seed);

    private sealed class Worker<T>(IDifferentiableScore<Tile<T>> score, TileSpace<T> space, Hutchinson rule, ulong seed) : IDivergence<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly Tile<T>[] probes = [.. Enumerable.Range(0, rule.Probes).Select(_ => space.Allocate())];
        private readonly Tile<T>[] products = [.. Enumerable.Range(0, rule.Probes).Select(_ => space.Allocate())];

        public void Restart()
        {
            for (int k = 0; k < probes.Length; k++)
            {
                space.FillNormal(probes[k], 1, new NoiseKey(seed, (uint)k, NoisePurpose.Probe));
                Span<T> values = probes[k].Values;
                for (int i = 0; rule.Law == ProbeLaw.Rademacher && i < values.Length; i++)
                {
                    values[i] = T.IsNegative(values[i]) ? T.NegativeOne : T.One;
                }
            }
        }

        public void Evaluate(Tile<T> x, NoiseLevel level, Tile<T> epsilon, Span<T> traces)
        {
            if (score is not IJacobianProducts<Tile<T>> together || !together.TryEvaluateWithProducts(x, level, epsilon, probes, products))
            {
                score.Evaluate(x, level, epsilon);
                for (int k = 0; k < probes.Length; k++)
                {
                    score.ProductForTrace(x, level, probes[k], products[k]);
                }
            }

            for (int k = 0; k < probes.Length; k++)
            {
                for (int row = 0; row < x.Rows; row++)
                {
                    // In double and in the order of the coordinates, so that the bits are those of any batch.
                    double sum = 0;
                    Span<T> v = probes[k].Row(row);
                    Span<T> a = products[k].Row(row);
                    for (int i = 0; i < v.Length; i++)
                    {
                        sum = Math.FusedMultiplyAdd(double.CreateTruncating(v[i]), double.CreateTruncating(a[i]), sum);
                    }

                    traces[(row * probes.Length) + k] = T.CreateTruncating(sum);
                }
            }
        }
    }
}
