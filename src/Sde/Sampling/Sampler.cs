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
    /// <summary>Draws samples: x₁ ~ N(0, prior deviation² I), then the solver down the grid.</summary>
    /// <param name="process">The forward process.</param>
    /// <param name="score">The model of the noise.</param>
    /// <param name="solver">The method.</param>
    /// <param name="grid">The times.</param>
    /// <param name="count">Samples, at least 1.</param>
    /// <param name="seed">Fixes every random number.</param>
    /// <param name="options">Threads, tiles, shard, progress, cancellation.</param>
    /// <typeparam name="T">float or double.</typeparam>
    /// <exception cref="NonFiniteSampleException">A state became infinite or not a number.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static SampleSet<T> Sample<T>(
        IDiffusionProcess process,
        IScoreFunction<Tile<T>> score,
        ISolver solver,
        TimeGrid grid,
        int count,
        ulong seed,
        SamplerOptions? options = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double deviation = process.PriorDeviation;
        return Run(process, score, solver, grid, count, seed, options, (space, x) =>
            space.FillNormal(x, deviation, new NoiseKey(seed, 0, NoisePurpose.Prior)));
    }

    /// <summary>Takes given states at the grid's first time down the grid.</summary>
    /// <param name="process">The forward process.</param>
    /// <param name="score">The model of the noise.</param>
    /// <param name="solver">The method.</param>
    /// <param name="grid">The times.</param>
    /// <param name="start">States at the grid's first time, [count, dimension], row-major.</param>
    /// <param name="seed">Fixes every random number.</param>
    /// <param name="options">Threads, tiles, shard, progress, cancellation.</param>
    public static SampleSet<T> Solve<T>(
        IDiffusionProcess process,
        IScoreFunction<Tile<T>> score,
        ISolver solver,
        TimeGrid grid,
        ReadOnlyMemory<T> start,
        ulong seed,
        SamplerOptions? options = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int count = start.Length / score.Dimension;
        if (count * score.Dimension != start.Length)
        {
            throw new ArgumentException($"The start holds {start.Length} numbers, no multiple of the dimension {score.Dimension}.", nameof(start));
        }

        long first = options?.FirstSample ?? 0;
        return Run(process, score, solver, grid, count, seed, options, (_, x) =>
            start.Span.Slice((int)(x.FirstSample - first) * x.Dimension, x.Values.Length).CopyTo(x.Values));
    }

    private static SampleSet<T> Run<T>(
        IDiffusionProcess process,
        IScoreFunction<Tile<T>> score,
        ISolver solver,
        TimeGrid grid,
        int count,
        ulong seed,
        SamplerOptions? options,
        Action<TileSpace<T>, Tile<T>> start)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Require.Positive(count);
        options ??= new SamplerOptions();
        int dimension = score.Dimension;
        GridStep[] steps = Steps(process, grid, seed);
        var output = new T[checked(count * dimension)];
        TilePlan plan = TilePlan.For(count, dimension, options);
        int evaluations = 0;
        TileWorkers.Run(plan, options, steps.Length, worker =>
        {
            var space = new TileSpace<T>(plan.Rows, dimension);
            var counted = new CountingScore<Tile<T>>(score);
            IStepper<Tile<T>> stepper = solver.CreateStepper(new Problem<Tile<T>>(process, counted, space));
            Tile<T> x = space.Allocate();
            while (worker.TryTake(out int tile))
            {
                (int firstRow, int rows) = plan.Tile(tile);
                space.MoveTo(options.FirstSample + firstRow, rows);
                counted.Reset();
                start(space, x);
                foreach (ref readonly GridStep step in steps.AsSpan())
                {
                    stepper.Step(x, in step);
                    ThrowIfNotFinite(solver, x, in step);
                    worker.StepDone(tile);
                }

                x.Values.CopyTo(output.AsSpan(firstRow * dimension));
                if (tile == 0)
                {
                    evaluations = counted.Cost;
                }
            }
        });
        return new SampleSet<T>(output, count, dimension, evaluations);
    }

    private static GridStep[] Steps(IDiffusionProcess process, TimeGrid grid, ulong seed)
    {
        var steps = new GridStep[grid.Steps];
        NoiseLevel from = process.At(grid.Times[0]);
        for (int i = 0; i < steps.Length; i++)
        {
            NoiseLevel to = process.At(grid.Times[i + 1]);
            steps[i] = new GridStep(i, steps.Length, from, to, seed);
            from = to;
        }

        return steps;
    }

    private static void ThrowIfNotFinite<T>(ISolver solver, Tile<T> x, in GridStep step)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int bad = States.Kernels.FiniteKernel.FirstNotFinite<T>(x.Values);
        if (bad >= 0)
        {
            throw new NonFiniteSampleException(solver.Facts.Name, step.Index, step.To.Time, x.FirstSample + (bad / x.Dimension));
        }
    }
}
