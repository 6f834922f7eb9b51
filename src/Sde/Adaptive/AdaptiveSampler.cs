using System.Numerics;
using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Scores;
using ScoreSde.States;
using ScoreSde.TimeGrids;

namespace ScoreSde.Adaptive;

/// <summary>
/// The loop of methods that choose their steps: each sample has its own, so that it depends on no other sample, and what the samples of a
/// worker ask of the score is evaluated at once. Bit-identical for any number of threads and any division into tiles and shards.
/// </summary>
public static class AdaptiveSampler
{
    /// <summary>Draws samples: x ~ N(0, s² I), s the process's prior deviation where <see cref="BalancedGrid.StartOf"/> starts, then the method to its end.</summary>
    /// <param name="process">The forward process.</param>
    /// <param name="score">The model of the noise.</param>
    /// <param name="method">The method.</param>
    /// <param name="count">Samples, at least 1.</param>
    /// <param name="seed">Fixes every random number; the start is that of <see cref="Sampler"/> under the same seed.</param>
    /// <param name="options">Threads, shard, progress, cancellation.</param>
    /// <typeparam name="T">float or double.</typeparam>
    /// <exception cref="StepLimitException">A sample did not reach its end.</exception>
    /// <exception cref="NonFiniteSampleException">A sample became infinite or not a number.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static AdaptiveSamples<T> Sample<T>(
        IDiffusionProcess process, IScoreFunction<Tile<T>> score, IAdaptiveMethod method, int count, ulong seed, SamplerOptions? options = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(score);
        ArgumentNullException.ThrowIfNull(process);
        ArgumentNullException.ThrowIfNull(method);
        double start = BalancedGrid.StartOf(process, score.Range);
        double deviation = process.PriorDeviationAt(process.At(start));
        return Run(process, score, method, start, count, seed, options, (space, x) =>
            space.FillNormal(x, deviation, new NoiseKey(seed, 0, NoisePurpose.Prior)));
    }

    /// <summary>The same samples, bit for bit, handed to a sink tile by tile as they are done, in no order: memory does not grow with the count.</summary>
    /// <param name="process">The forward process.</param>
    /// <param name="score">The model of the noise.</param>
    /// <param name="method">The method.</param>
    /// <param name="count">Samples, at least 1; first sample and count together at most 2⁵⁶, beyond which noise has no names.</param>
    /// <param name="seed">Fixes every random number.</param>
    /// <param name="sink">Takes the samples.</param>
    /// <param name="options">Threads, shard, progress, cancellation.</param>
    /// <typeparam name="T">float or double.</typeparam>
    /// <returns>What they cost in all.</returns>
    /// <inheritdoc cref="Sample" path="/exception"/>
    public static AdaptiveTotals Stream<T>(
        IDiffusionProcess process,
        IScoreFunction<Tile<T>> score,
        IAdaptiveMethod method,
        long count,
        ulong seed,
        ISampleSink<T> sink,
        SamplerOptions? options = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(score);
        ArgumentNullException.ThrowIfNull(process);
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(sink);
        options ??= new SamplerOptions();
        SampleIndices.Check(options.FirstSample, count);
        double from = BalancedGrid.StartOf(process, score.Range);
        double deviation = process.PriorDeviationAt(process.At(from));
        int d = score.Dimension;
        var times = new TimeRange(Math.Max(method.End, score.Range.Minimum), from);
        TilePlan plan = TilePlan.For(count, d, options);
        int evaluationsPerRequest = (score as IComposedScore)?.EvaluationsPerCall ?? 1;
        var totals = new AdaptiveTotals();
        var adding = new Lock();
        TileWorkers.Run(plan, options, plan.Rows * AdaptiveRow<T>.Marks, worker =>
        {
            var batch = new AdaptiveBatch<T>(process, score, times, method, plan.Rows);
            var done = new T[plan.Rows * d];
            var cost = new AdaptiveTotals();
            while (worker.TryTake(out long tile))
            {
                (long firstRow, int rows) = plan.Tile(tile);
                long first = options.FirstSample + firstRow;
                batch.Run(
                    first,
                    rows,
                    seed,
                    (space, x) => space.FillNormal(x, deviation, new NoiseKey(seed, 0, NoisePurpose.Prior)),
                    row =>
                    {
                        row.X.Values.CopyTo(done.AsSpan((int)(row.Sample - first) * d));
                        cost = cost.With(evaluationsPerRequest * row.Requests, row.Cost);
                    },
                    passed => worker.StepsDone(tile, passed));
                sink.Take(first, done.AsSpan(0, rows * d));
            }

            lock (adding)
            {
                totals = totals.With(cost);
            }
        });
        return totals;
    }

    /// <summary>Takes given states to the method's end, or to the lowest time of the model's range where that is higher.</summary>
    /// <param name="process">The forward process.</param>
    /// <param name="score">The model of the noise.</param>
    /// <param name="method">The method.</param>
    /// <param name="start">States at the first time, [count, dimension], row-major.</param>
    /// <param name="seed">Fixes every random number.</param>
    /// <param name="options">Threads, shard, progress, cancellation.</param>
    /// <param name="from">The first time; the highest of the model's range where null.</param>
    /// <inheritdoc cref="Sample" path="/exception"/>
    public static AdaptiveSamples<T> Solve<T>(
        IDiffusionProcess process, IScoreFunction<Tile<T>> score, IAdaptiveMethod method, ReadOnlyMemory<T> start, ulong seed, SamplerOptions? options = null, double? from = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(score);
        ArgumentNullException.ThrowIfNull(method);
        int count = start.Length / score.Dimension;
        if (count * score.Dimension != start.Length)
        {
            throw new ArgumentException($"The start holds {start.Length} numbers, no multiple of the dimension {score.Dimension}.", nameof(start));
        }

        long first = options?.FirstSample ?? 0;
        return Run(process, score, method, from is { } time ? Require.Between(time, score.Range.Minimum, score.Range.Maximum) : score.Range.Maximum, count, seed, options, (_, x) =>
            start.Span.Slice((int)(x.FirstSample - first) * x.Dimension, x.Dimension).CopyTo(x.Values));
    }

    private static AdaptiveSamples<T> Run<T>(
        IDiffusionProcess process,
        IScoreFunction<Tile<T>> score,
        IAdaptiveMethod method,
        double from,
        int count,
        ulong seed,
        SamplerOptions? options,
        Action<TileSpace<T>, Tile<T>> start)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Require.Positive(count);
        options ??= new SamplerOptions();
        int d = score.Dimension;
        var values = new T[checked(count * d)];
        var evaluations = new int[count];
        var costs = new StepCost[count];
        var times = new TimeRange(Math.Max(method.End, score.Range.Minimum), from);
        TilePlan plan = TilePlan.For(count, d, options);
        int evaluationsPerRequest = (score as IComposedScore)?.EvaluationsPerCall ?? 1;
        TileWorkers.Run(plan, options, plan.Rows * AdaptiveRow<T>.Marks, worker =>
        {
            var batch = new AdaptiveBatch<T>(process, score, times, method, plan.Rows);
            while (worker.TryTake(out long tile))
            {
                (long firstRow, int rows) = plan.Tile(tile);
                batch.Run(options.FirstSample + firstRow, rows, seed, start, Finish, passed => worker.StepsDone(tile, passed));
            }
        });
        return new AdaptiveSamples<T>(values, count, d, evaluations, costs);

        void Finish(AdaptiveRow<T> row)
        {
            int place = (int)(row.Sample - options.FirstSample);
            costs[place] = row.Cost;
            evaluations[place] = evaluationsPerRequest * row.Requests;
            row.X.Values.CopyTo(values.AsSpan(place * d));
        }
    }
}
