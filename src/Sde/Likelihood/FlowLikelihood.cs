using System.Numerics;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;

namespace ScoreSde.Likelihood;

/// <summary>
/// ln p of given samples by the probability flow: ln p(x) = ln p_T(x_T) + ∫ div along the flow from the grid's last time to its first.
/// Chen et al. 2018; Song et al. 2021, app. D.2.
/// </summary>
public static class FlowLikelihood
{
    /// <summary>Computes it.</summary>
    /// <param name="process">The forward process.</param>
    /// <param name="score">The model of the noise.</param>
    /// <param name="solver">A deterministic method; the error of ln p has its order.</param>
    /// <param name="grid">The times, taken upwards. Where it ends at t = 0 the samples are data; where it begins at α = 0 the integral begins at σ/α = 200.</param>
    /// <param name="data">Samples at the grid's last time, [count, dimension] row-major.</param>
    /// <param name="divergence">How the divergence is had; exact where null.</param>
    /// <param name="terminal">The data's law where it is known: then p_T is exact. Null: p_T is the law from which a run on the grid starts.</param>
    /// <param name="seed">Fixes random directions.</param>
    /// <param name="options">Threads, tiles, shard, progress, cancellation.</param>
    /// <typeparam name="T">float or double.</typeparam>
    /// <exception cref="ArgumentException">The method is stochastic, the data has another dimension, the score has no Jacobian, or the grid visits times outside its range.</exception>
    public static LogDensities Evaluate<T>(
        IDiffusionProcess process,
        IScoreFunction<Tile<T>> score,
        ISolver solver,
        TimeGrid grid,
        ReadOnlyMemory<T> data,
        IDivergenceRule? divergence = null,
        GaussianMixture? terminal = null,
        ulong seed = 0,
        SamplerOptions? options = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(score);
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(process);
        ArgumentNullException.ThrowIfNull(solver);
        if (score is not (IDifferentiableScore<Tile<T>> or ITraceScore<Tile<T>>))
        {
            throw new ArgumentException("A likelihood needs a score with products with its Jacobian; CentralDifferences has some of any score.", nameof(score));
        }

        grid = DensityEnds.Below(process, grid);
        int d = score.Dimension;
        int count = DensityEnds.CountOf(data, d);
        IDivergenceRule rule = divergence ?? new ExactDivergence();
        options ??= new SamplerOptions();
        var ends = new DensityEnds(process, grid, rule, terminal, d, count);
        int evaluations = TileLoop.Run<T>(process, new UpwardFlow(solver), GridSteps.Up(process, score.Range, grid), count, d + rule.Columns, options, null, space =>
        {
            var counted = new CountingScore<Tile<T>>(score);
            var augmented = new AugmentedScore<T>(counted, rule, space.Window.Capacity, seed);
            return new TileJob<T>(
                augmented,
                counted,
                x =>
                {
                    augmented.MoveTo(x.FirstSample, x.Rows);
                    x.Values.Clear();
                    for (int row = 0; row < x.Rows; row++)
                    {
                        data.Span.Slice((int)(x.FirstSample - options.FirstSample + row) * d, d).CopyTo(x.Row(row));
                    }
                },
                x =>
                {
                    for (int row = 0; row < x.Rows; row++)
                    {
                        ends.Take<T>((int)(x.FirstSample - options.FirstSample) + row, x.Row(row));
                    }
                });
        });
        return ends.Densities(evaluations);
    }

    /// <summary>
    /// The same on the grid and on every second time of it. The difference over 2^p − 1, p the method's order, estimates what the steps
    /// leave of error in ln p of each sample.
    /// </summary>
    /// <returns>The finer result, and the estimated absolute error of each value.</returns>
    /// <inheritdoc cref="Evaluate"/>
    public static (LogDensities Result, double[] StepErrors) EvaluateWithError<T>(
        IDiffusionProcess process,
        IScoreFunction<Tile<T>> score,
        ISolver solver,
        TimeGrid grid,
        ReadOnlyMemory<T> data,
        IDivergenceRule? divergence = null,
        GaussianMixture? terminal = null,
        ulong seed = 0,
        SamplerOptions? options = null)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        WithError(times => Evaluate(process, score, solver, times, data, divergence, terminal, seed, options), Require.NotNull(solver), Require.NotNull(grid));

    /// <summary>What <see cref="EvaluateWithError"/> does, whoever evaluates.</summary>
    internal static (LogDensities Result, double[] StepErrors) WithError(Func<TimeGrid, LogDensities> evaluate, ISolver solver, TimeGrid grid)
    {
        LogDensities fine = evaluate(grid);
        LogDensities coarse = evaluate(Halved(grid));
        double factor = 1 / (Math.Pow(2, solver.Facts.Order) - 1);
        double[] errors = [.. fine.Values.Zip(coarse.Values, (a, b) => factor * Math.Abs(a - b))];
        return (fine with { Evaluations = fine.Evaluations + coarse.Evaluations }, errors);
    }

    // Every second time, counted from the noisy end; the clean end and the last time before t = 0 stay.
    private static TimeGrid Halved(TimeGrid grid)
    {
        double[] times = grid.Times.ToArray();
        int last = grid.EndsAtZero ? times.Length - 2 : times.Length - 1;
        return new TimeGrid($"{grid.Name} halved", [.. times.Where((_, i) => i % 2 == 0 || i >= last)]);
    }
}
