using System.Numerics;
using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;

namespace ScoreSde.Picard;

/// <summary>
/// The loop of <see cref="PicardIteration"/>: the windows of a worker's samples are one batch of samples × window states, each at its own level. Bit-identical for any number of threads and
/// any division into tiles and shards; on tiles of the CPU.
/// </summary>
public static class PicardSampler
{
    // States in a batch: whole blocks of the matrix kernels, a few of them.
    private const int MostStates = 192;

    /// <summary>Draws samples: with tolerance 0 those of <see cref="Sampler"/> under the same seed, bit for bit.</summary>
    /// <param name="process">The forward process.</param>
    /// <param name="score">The model of the noise.</param>
    /// <param name="solver">A method that <see cref="PicardIteration.Suits"/>.</param>
    /// <param name="grid">The times.</param>
    /// <param name="iteration">Window and tolerance.</param>
    /// <param name="count">Samples, at least 1.</param>
    /// <param name="seed">Fixes every random number.</param>
    /// <param name="options">Threads, tiles, shard, progress, cancellation.</param>
    /// <typeparam name="T">float or double.</typeparam>
    /// <exception cref="ArgumentOutOfRangeException">The count is not positive, or an array cannot hold so many numbers.</exception>
    /// <exception cref="ArgumentException">The method has several evaluations or a history, or the grid visits times outside the model's range.</exception>
    /// <exception cref="NonFiniteSampleException">A state became infinite or not a number.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static PicardSamples<T> Sample<T>(
        IDiffusionProcess process,
        IScoreFunction<Tile<T>> score,
        ISolver solver,
        TimeGrid grid,
        PicardIteration iteration,
        int count,
        ulong seed,
        SamplerOptions? options = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(process);
        ArgumentNullException.ThrowIfNull(score);
        ArgumentNullException.ThrowIfNull(solver);
        ArgumentNullException.ThrowIfNull(iteration);
        Require.Positive(count);
        if (!PicardIteration.Suits(solver))
        {
            throw new ArgumentException(
                $"'{solver.Facts.Name}' asks more than once in a step, or remembers steps before it; in a window go methods of one evaluation at a step's start, such as ddim, em and ddpm-posterior.",
                nameof(solver));
        }

        options ??= new SamplerOptions();
        SampleIndices.Check(options.FirstSample, count);
        GridStep[] steps = GridSteps.Down(process, score.Range, grid, seed);
        double deviation = process.PriorDeviationAt(steps[0].From);
        int d = score.Dimension;
        var values = new T[Require.Numbers(count, d)];
        var evaluations = new int[count];
        var sweeps = new int[count];
        int perRequest = (score as IComposedScore)?.EvaluationsPerCall ?? 1;
        TilePlan plan = TilePlan.For(count, d, options);
        TileWorkers.Run(plan, options, checked(plan.Rows * steps.Length), worker =>
        {
            int window = Math.Min(iteration.Window, steps.Length);
            var batch = new PicardBatch<T>(score, window, () => new PicardRow<T>(process, score.Range, solver, steps, iteration, d), Math.Clamp(MostStates / window, 1, plan.Rows));
            while (worker.TryTake(out long tile))
            {
                (long firstRow, int rows) = plan.Tile(tile);
                batch.Run(options.FirstSample + firstRow, rows, perRequest, Prior, Finish, passed => worker.StepsDone(tile, passed));
            }
        });
        return new PicardSamples<T>(values, count, d, evaluations, sweeps);

        void Prior(TileSpace<T> space, Tile<T> x) => space.FillNormal(x, deviation, new NoiseKey(seed, 0, NoisePurpose.Prior));

        void Finish(PicardRow<T> row)
        {
            int place = (int)(row.Sample - options.FirstSample);
            row.Result.CopyTo(values.AsSpan(place * d, d));
            (evaluations[place], sweeps[place]) = (row.Evaluations, row.Sweeps);
        }
    }
}
