using System.Numerics;
using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;

namespace ScoreSde.Sampling;

/// <summary>
/// The loop: takes tiles of samples through all steps of a grid. Output is bit-identical for any number of threads, any tile
/// size and any division into shards. Memory is the output plus a constant.
/// </summary>
public static class Sampler
{
    /// <summary>Draws samples: x ~ N(0, s² I), s the process's prior deviation at the grid's first level, then the solver down the grid.</summary>
    /// <param name="process">The forward process.</param>
    /// <param name="score">The model of the noise.</param>
    /// <param name="solver">The method.</param>
    /// <param name="grid">The times.</param>
    /// <param name="count">Samples, at least 1.</param>
    /// <param name="seed">Fixes every random number.</param>
    /// <param name="options">Threads, tiles, shard, progress, cancellation.</param>
    /// <param name="observer">Sees every step; costs nothing where there is none.</param>
    /// <typeparam name="T">float or double.</typeparam>
    /// <exception cref="ArgumentOutOfRangeException">The count is not positive, or an array cannot hold so many numbers.</exception>
    /// <exception cref="ArgumentException">The grid visits times outside the model's range.</exception>
    /// <exception cref="NonFiniteSampleException">A state became infinite or not a number.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static SampleSet<T> Sample<T>(
        IDiffusionProcess process,
        IScoreFunction<Tile<T>> score,
        ISolver solver,
        TimeGrid grid,
        int count,
        ulong seed,
        SamplerOptions? options = null,
        IStepObserver<T>? observer = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(process);
        ArgumentNullException.ThrowIfNull(score);
        GridStep[] steps = GridSteps.Down(process, score.Range, grid, seed);
        double deviation = process.PriorDeviationAt(steps[0].From);
        return Run(process, score, solver, steps, count, options, observer, (space, x) =>
            space.FillNormal(x, deviation, new NoiseKey(seed, 0, NoisePurpose.Prior)));
    }

    /// <summary>
    /// The same samples, bit for bit, handed to a sink tile by tile as they are done, in no order: memory does not grow with the count.
    /// </summary>
    /// <param name="process">The forward process.</param>
    /// <param name="score">The model of the noise.</param>
    /// <param name="solver">The method.</param>
    /// <param name="grid">The times.</param>
    /// <param name="count">Samples, at least 1; first sample and count together at most 2⁵⁶, beyond which noise has no names.</param>
    /// <param name="seed">Fixes every random number.</param>
    /// <param name="sink">Takes the samples.</param>
    /// <param name="options">Threads, tiles, shard, progress, cancellation.</param>
    /// <typeparam name="T">float or double.</typeparam>
    /// <returns>Score evaluations that each sample took.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The count is not positive, or beyond 2⁵⁶ with the first sample.</exception>
    /// <inheritdoc cref="Sample" path="/exception[not(@cref='T:System.ArgumentOutOfRangeException')]"/>
    public static int Stream<T>(
        IDiffusionProcess process,
        IScoreFunction<Tile<T>> score,
        ISolver solver,
        TimeGrid grid,
        long count,
        ulong seed,
        ISampleSink<T> sink,
        SamplerOptions? options = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(process);
        ArgumentNullException.ThrowIfNull(score);
        ArgumentNullException.ThrowIfNull(solver);
        ArgumentNullException.ThrowIfNull(sink);
        options ??= new SamplerOptions();
        SampleIndices.Check(options.FirstSample, count);
        GridStep[] steps = GridSteps.Down(process, score.Range, grid, seed);
        double deviation = process.PriorDeviationAt(steps[0].From);
        return TileLoop.Run<T>(process, solver, steps, count, score.Dimension, options, null, space =>
        {
            var counted = new CountingScore<Tile<T>>(score);
            return new TileJob<T>(
                counted,
                counted,
                x => space.FillNormal(x, deviation, new NoiseKey(seed, 0, NoisePurpose.Prior)),
                x => sink.Take(x.FirstSample, x.Values));
        });
    }

    /// <summary>Takes given states at the grid's first time down the grid.</summary>
    /// <param name="process">The forward process.</param>
    /// <param name="score">The model of the noise.</param>
    /// <param name="solver">The method.</param>
    /// <param name="grid">The times.</param>
    /// <param name="start">States at the grid's first time, [count, dimension], row-major.</param>
    /// <param name="seed">Fixes every random number.</param>
    /// <param name="options">Threads, tiles, shard, progress, cancellation.</param>
    /// <param name="observer">Sees every step; costs nothing where there is none.</param>
    /// <exception cref="ArgumentException">The grid visits times outside the model's range, or the start is no whole number of samples.</exception>
    public static SampleSet<T> Solve<T>(
        IDiffusionProcess process,
        IScoreFunction<Tile<T>> score,
        ISolver solver,
        TimeGrid grid,
        ReadOnlyMemory<T> start,
        ulong seed,
        SamplerOptions? options = null,
        IStepObserver<T>? observer = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(process);
        ArgumentNullException.ThrowIfNull(score);
        return From(process, score, solver, GridSteps.Down(process, score.Range, grid, seed), start, options, observer);
    }

    /// <summary>
    /// Takes given states at the grid's last time up the grid by the probability flow: data to noise. What <see cref="Solve"/> with the
    /// same method brings back, up to the method's error.
    /// </summary>
    /// <param name="process">The forward process.</param>
    /// <param name="score">The model of the noise.</param>
    /// <param name="solver">A deterministic method.</param>
    /// <param name="grid">The times; a first step from t = 0 is the midpoint rule in σ²/α², see <see cref="UpwardFlow"/>.</param>
    /// <param name="data">States at the grid's last time, [count, dimension], row-major.</param>
    /// <param name="options">Threads, tiles, shard, progress, cancellation.</param>
    /// <param name="observer">Sees every step.</param>
    /// <exception cref="ArgumentException">The method is stochastic, or the grid visits times outside the model's range.</exception>
    public static SampleSet<T> Encode<T>(
        IDiffusionProcess process,
        IScoreFunction<Tile<T>> score,
        ISolver solver,
        TimeGrid grid,
        ReadOnlyMemory<T> data,
        SamplerOptions? options = null,
        IStepObserver<T>? observer = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(process);
        ArgumentNullException.ThrowIfNull(score);
        ArgumentNullException.ThrowIfNull(solver);
        return From(process, score, new UpwardFlow(solver), GridSteps.Up(process, score.Range, grid), data, options, observer);
    }

    private static SampleSet<T> From<T>(
        IDiffusionProcess process,
        IScoreFunction<Tile<T>> score,
        ISolver solver,
        GridStep[] steps,
        ReadOnlyMemory<T> start,
        SamplerOptions? options,
        IStepObserver<T>? observer)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int count = start.Length / score.Dimension;
        if (count * score.Dimension != start.Length)
        {
            throw new ArgumentException($"The start holds {start.Length} numbers, no multiple of the dimension {score.Dimension}.", nameof(start));
        }

        long first = options?.FirstSample ?? 0;
        return Run(process, score, solver, steps, count, options, observer, (_, x) =>
            start.Span.Slice((int)(x.FirstSample - first) * x.Dimension, x.Values.Length).CopyTo(x.Values));
    }

    private static SampleSet<T> Run<T>(
        IDiffusionProcess process,
        IScoreFunction<Tile<T>> score,
        ISolver solver,
        GridStep[] steps,
        int count,
        SamplerOptions? options,
        IStepObserver<T>? observer,
        Action<TileSpace<T>, Tile<T>> start)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(solver);
        Require.Positive(count);
        options ??= new SamplerOptions();
        int dimension = score.Dimension;
        var output = new T[Require.Numbers(count, dimension)];
        int evaluations = TileLoop.Run<T>(process, solver, steps, count, dimension, options, observer, space =>
        {
            var counted = new CountingScore<Tile<T>>(score);
            return new TileJob<T>(
                counted,
                counted,
                x => start(space, x),
                x => x.Values.CopyTo(output.AsSpan((int)(x.FirstSample - options.FirstSample) * dimension)));
        });
        return new SampleSet<T>(output, count, dimension, evaluations);
    }
}
