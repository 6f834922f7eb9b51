using System.Numerics;
using ScoreSde.Discrete;
using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Likelihood;

/// <summary>
/// The variational bound of the DDPM chain on −ln p(x₀): L_T = KL(q(x_T|x₀) ‖ N(0, I)), L_(i−1) = KL(q(x_(i−1)|x_i, x₀) ‖ p(x_(i−1)|x_i))
/// = ½ d (β̃/V − 1 − ln(β̃/V)) + β²/(2V (1 − β)(1 − ᾱ)) ‖z − ε‖² for i = 2 … T, and L_0 = −ln p(x₀|x₁), a normal density of variance V₁.
/// Ho et al. 2020, eq. (5). Where ᾱ_T = 0, L_T = 0 and L_(T−1) has ᾱ_(T−1) ‖x₀ − x̂₀‖²/(2V) in place of its last term.
/// </summary>
public static class VariationalBound
{
    /// <summary>Estimates it with one draw of noise for each sample and index.</summary>
    /// <param name="chain">The chain.</param>
    /// <param name="process">The process that the score belongs to; level i of the chain is its time i/T.</param>
    /// <param name="score">The model of the noise.</param>
    /// <param name="data">Samples x₀, [count, dimension] row-major.</param>
    /// <param name="seed">Fixes the noise.</param>
    /// <param name="kernel">V: β, β̃, where β̃_1 = 0 is replaced by β̃_2, or what the model learned, number by number between these two.</param>
    /// <param name="options">Threads, tiles, first sample, progress, cancellation.</param>
    /// <typeparam name="T">float or double.</typeparam>
    /// <exception cref="ArgumentException">The data is no whole number of samples, the kernel has no variance of its own, or the chain visits times outside the score's range.</exception>
    public static BoundTerms Evaluate<T>(
        DdpmChain chain,
        IDiffusionProcess process,
        IScoreFunction<Tile<T>> score,
        ReadOnlyMemory<T> data,
        ulong seed,
        ReverseKernel kernel = ReverseKernel.Beta,
        SamplerOptions? options = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(score);
        ArgumentNullException.ThrowIfNull(process);
        ArgumentNullException.ThrowIfNull(chain);
        int d = score.Dimension;
        int count = DensityEnds.CountOf(data, d);
        ChainTerms<T>.Check(chain, process, score, kernel);

        options ??= new SamplerOptions();
        var terms = new BoundTerms(new double[count], new double[count], new double[count]);
        NoiseLevel[] levels = [.. Enumerable.Range(0, chain.Steps + 1).Select(i => process.At(chain.TimeOf(i)))];
        var weights = new ChainTerms<T>(chain, kernel);
        TilePlan plan = TilePlan.For(count, d, options);
        TileWorkers.Run(plan, options, chain.Steps, worker =>
        {
            var space = new TileSpace<T>(plan.Rows, d);
            var batch = new Batch<T>(space, kernel == ReverseKernel.Learned);
            while (worker.TryTake(out long tile))
            {
                (long from, int rows) = plan.Tile(tile);
                int first = (int)from;
                space.MoveTo(options.FirstSample + first, rows);
                data.Span.Slice(first * d, rows * d).CopyTo(batch.Data.Values);
                for (int row = 0; row < rows; row++)
                {
                    terms.Prior[first + row] = Prior<T>(batch.Data.Row(row), chain.AlphaBar(chain.Steps), chain.NoiseVariance(chain.Steps));
                }

                for (int i = 1; i <= chain.Steps; i++)
                {
                    batch.Predict(chain, i, levels[i], score, seed);
                    for (int row = 0; row < rows; row++)
                    {
                        (i == 1 ? terms.Decoder : terms.Steps)[first + row] += weights.Divergence(i, (weights.AsksForData(i) ? batch.Data : batch.Noise).Row(row), batch.Epsilon.Row(row), batch.Learned(row));
                    }

                    worker.StepDone(tile);
                }
            }
        });
        return terms;
    }

    private static double Prior<T>(ReadOnlySpan<T> x, double alphaBar, double variance)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double sum = 0;
        foreach (T value in x)
        {
            double number = double.CreateTruncating(value);
            sum += (alphaBar * number * number) - alphaBar - Math.Log(variance);
        }

        return 0.5 * sum;
    }

    /// <summary>Data, its noise, and what the score makes of them.</summary>
    private sealed class Batch<T>(TileSpace<T> space, bool learns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly Tile<T> noised = space.Allocate();
        private readonly Tile<T>? variance = learns ? space.Allocate() : null;

        public Tile<T> Data { get; } = space.Allocate();

        public Tile<T> Noise { get; } = space.Allocate();

        public Tile<T> Epsilon { get; } = space.Allocate();

        public ReadOnlySpan<T> Learned(int row) => variance is null ? [] : variance.Row(row);

        public void Predict(DdpmChain chain, int i, NoiseLevel level, IScoreFunction<Tile<T>> score, ulong seed)
        {
            space.FillNormal(Noise, 1, new NoiseKey(seed, (uint)i, NoisePurpose.Forward));
            space.Combine(noised, (Math.Sqrt(chain.AlphaBar(i)), Data), (Math.Sqrt(chain.NoiseVariance(i)), Noise));
            ChainTerms<T>.Ask(score, noised, level, Epsilon, variance);
        }
    }
}
