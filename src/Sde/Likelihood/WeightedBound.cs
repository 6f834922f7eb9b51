using System.Numerics;
using ScoreSde.Discrete;
using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Scores;
using ScoreSde.Special;
using ScoreSde.States;

namespace ScoreSde.Likelihood;

/// <summary>
/// The importance-weighted bound of the DDPM chain on ln p_θ(x₀): ln (1/K) Σ_k w_k with paths x_1 … x_T of the forward chain and
/// w = p(x_T) Π_i p_θ(x_(i−1)|x_i)/q(x_i|x_(i−1)), nats. E w = p_θ(x₀), so the bound rises with K, from the variational bound for K = 1 to ln p_θ(x₀) itself.
/// Burda et al. 2016, eq. (8); Ho et al. 2020, eq. (3).
/// </summary>
public static class WeightedBound
{
    /// <summary>Estimates it.</summary>
    /// <param name="chain">The chain.</param>
    /// <param name="process">The process that the score belongs to; level i of the chain is its time i/T.</param>
    /// <param name="score">The model of the noise.</param>
    /// <param name="data">Samples x₀, [count, dimension] row-major.</param>
    /// <param name="proposals">K, at least 1; each takes T evaluations.</param>
    /// <param name="seed">Fixes the noise.</param>
    /// <param name="kernel">The variance of p_θ, as in <see cref="VariationalBound"/>.</param>
    /// <param name="options">Threads, tiles, first sample, progress, cancellation.</param>
    /// <typeparam name="T">float or double.</typeparam>
    /// <exception cref="ArgumentException">The data is no whole number of samples, the kernel has no bound, or the chain visits times outside the score's range.</exception>
    /// <exception cref="ArgumentOutOfRangeException">More proposals than there are names of noise, 2³² − 1 for (K + 1) T.</exception>
    public static WeightedTerms Evaluate<T>(
        DdpmChain chain,
        IDiffusionProcess process,
        IScoreFunction<Tile<T>> score,
        ReadOnlyMemory<T> data,
        int proposals,
        ulong seed,
        ReverseKernel kernel = ReverseKernel.Beta,
        SamplerOptions? options = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(chain);
        ArgumentNullException.ThrowIfNull(process);
        ArgumentNullException.ThrowIfNull(score);
        Require.Positive(proposals);
        ChainTerms<T>.Check(chain, process, score, kernel);
        int d = score.Dimension;
        int count = DensityEnds.CountOf(data, d);

        // The plain bound has the names 1 … T.
        ArgumentOutOfRangeException.ThrowIfGreaterThan(((long)proposals + 1) * chain.Steps, uint.MaxValue, nameof(proposals));
        options ??= new SamplerOptions();
        var result = new WeightedTerms(new double[count], new double[count]);
        NoiseLevel[] levels = [.. Enumerable.Range(0, chain.Steps + 1).Select(i => process.At(chain.TimeOf(i)))];
        var terms = new ChainTerms<T>(chain, kernel);
        TilePlan plan = TilePlan.For(count, d, options);
        TileWorkers.Run(plan, options, (int)Math.Min(int.MaxValue, (long)proposals * chain.Steps), worker =>
        {
            var space = new TileSpace<T>(plan.Rows, d);
            (Tile<T> x, Tile<T> noise, Tile<T> epsilon) = (space.Allocate(), space.Allocate(), space.Allocate());
            Tile<T>? variance = kernel == ReverseKernel.Learned ? space.Allocate() : null;
            Tile<T>? before = chain.EndsInPureNoise ? space.Allocate() : null;
            var sums = new WeightSum[plan.Rows];
            var weights = new double[plan.Rows];
            while (worker.TryTake(out long tile))
            {
                (long from, int rows) = plan.Tile(tile);
                int first = (int)from;
                space.MoveTo(options.FirstSample + first, rows);
                Array.Clear(sums);
                for (int k = 0; k < proposals; k++)
                {
                    data.Span.Slice(first * d, rows * d).CopyTo(x.Values);
                    Array.Clear(weights);
                    for (int i = 1; i <= chain.Steps; i++)
                    {
                        space.FillNormal(noise, 1, new NoiseKey(seed, (uint)(((k + 1L) * chain.Steps) + i), NoisePurpose.Forward));
                        if (before is not null && terms.AsksForData(i))
                        {
                            space.Combine(before, (1, x));
                        }

                        space.Combine(x, (Math.Sqrt(1 - chain.Beta(i)), x), (Math.Sqrt(chain.Beta(i)), noise));
                        ChainTerms<T>.Ask(score, x, levels[i], epsilon, variance);
                        for (int row = 0; row < rows; row++)
                        {
                            weights[row] += terms.LogRatio(i, noise.Row(row), epsilon.Row(row), variance is null ? [] : variance.Row(row), before is null ? [] : before.Row(row));
                        }

                        worker.StepDone(tile);
                    }

                    for (int row = 0; row < rows; row++)
                    {
                        sums[row].Add(weights[row] + LogPrior(x.Row(row)));
                    }
                }

                for (int row = 0; row < rows; row++)
                {
                    (result.Values[first + row], result.EffectivePaths[first + row]) = (sums[row].LogMean(proposals), sums[row].Effective);
                }
            }
        });
        return result;
    }

    private static double LogPrior<T>(ReadOnlySpan<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double sum = 0;
        foreach (T value in x)
        {
            double number = double.CreateTruncating(value);
            sum += (number * number) + Math.Log(2 * Math.PI);
        }

        return -0.5 * sum;
    }
}
