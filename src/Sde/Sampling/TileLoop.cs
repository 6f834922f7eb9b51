using System.Numerics;
using ScoreSde.Processes;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.States.Kernels;

namespace ScoreSde.Sampling;

/// <summary>Takes every tile of a run through all steps: the one loop of <see cref="Sampler"/> and of likelihoods.</summary>
internal static class TileLoop
{
    /// <summary>Does it.</summary>
    /// <returns>The evaluations that a sample took, counted on the first tile.</returns>
    public static int Run<T>(
        IDiffusionProcess process,
        ISolver solver,
        GridStep[] steps,
        long count,
        int dimension,
        SamplerOptions options,
        IStepObserver<T>? observer,
        Func<TileSpace<T>, TileJob<T>> jobOf)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TilePlan plan = TilePlan.For(count, dimension, options);
        int evaluations = 0;
        TileWorkers.Run(plan, options, steps.Length, worker =>
        {
            var space = new TileSpace<T>(plan.Rows, dimension);
            TileJob<T> job = jobOf(space);
            IStepper<Tile<T>> stepper = PureNoise.Stepper(solver, new Problem<Tile<T>>(process, job.Score, space));
            Tile<T> x = space.Allocate();
            while (worker.TryTake(out long tile))
            {
                (long firstRow, int rows) = plan.Tile(tile);
                space.MoveTo(options.FirstSample + firstRow, rows);
                job.Counted.Reset();
                job.Start(x);
                observer?.Started(x, steps[0].From);
                foreach (ref readonly GridStep step in steps.AsSpan())
                {
                    stepper.Step(x, in step);
                    ThrowIfNotFinite(solver, x, in step);
                    observer?.Stepped(x, in step);
                    worker.StepDone(tile);
                }

                job.Finish(x);
                if (tile == 0)
                {
                    evaluations = job.Counted.Cost;
                }
            }
        });
        return evaluations;
    }

    private static void ThrowIfNotFinite<T>(ISolver solver, Tile<T> x, in GridStep step)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int bad = FiniteKernel.FirstNotFinite<T>(x.Values);
        if (bad >= 0)
        {
            throw new NonFiniteSampleException(solver.Facts.Name, step.Index, step.To.Time, x.FirstSample + (bad / x.Dimension));
        }
    }
}
