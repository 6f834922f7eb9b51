using System.Runtime.ExceptionServices;

namespace ScoreSde.Sampling;

/// <summary>The only file with threads: workers that take tiles in order until none is left or one has failed.</summary>
internal sealed class TileWorkers
{
    private readonly TilePlan plan;
    private readonly SamplerOptions options;
    private readonly Lock failing = new();
    private long next = -1;
    private readonly PacedProgress? progress;
    private long stepsDone;
    private long failedTile = long.MaxValue;
    private Exception? failure;

    private TileWorkers(TilePlan plan, SamplerOptions options, int steps)
    {
        this.plan = plan;
        this.options = options;
        progress = options.Progress is { } listener ? new PacedProgress(listener, plan.Tiles * steps) : null;
    }

    /// <summary>Runs <paramref name="work"/> on every worker; throws the failure of the lowest tile that failed.</summary>
    public static void Run(TilePlan plan, SamplerOptions options, int steps, Action<Worker> work)
    {
        var workers = new TileWorkers(plan, options, steps);
        var others = new Thread[plan.Threads - 1];
        for (int i = 0; i < others.Length; i++)
        {
            others[i] = new Thread(() => workers.Guarded(work)) { IsBackground = true, Name = $"sampler {i + 1}" };
            others[i].Start();
        }

        workers.Guarded(work);
        foreach (Thread thread in others)
        {
            thread.Join();
        }

        if (workers.failure is not null)
        {
            ExceptionDispatchInfo.Throw(workers.failure);
        }
    }

    private void Guarded(Action<Worker> work)
    {
        var worker = new Worker(this);
        try
        {
            work(worker);
        }
        catch (Exception exception)
        {
            lock (failing)
            {
                if (worker.Current < failedTile)
                {
                    failedTile = worker.Current;
                    failure = exception;
                }
            }
        }
    }

    /// <summary>What a worker's loop asks and tells.</summary>
    public sealed class Worker
    {
        private readonly TileWorkers all;

        internal Worker(TileWorkers all) => this.all = all;

        internal long Current { get; private set; } = -1;

        /// <summary>The next tile, unless none is left or a tile has failed.</summary>
        public bool TryTake(out long tile)
        {
            tile = Interlocked.Increment(ref all.next);
            Current = tile;
            return tile < all.plan.Tiles && Volatile.Read(ref all.failedTile) == long.MaxValue;
        }

        /// <summary>Counts a step, tells the progress, and stops when the run is cancelled or a lower tile has failed.</summary>
        public void StepDone(long tile) => StepsDone(tile, 1);

        /// <summary>The same for several steps, or none.</summary>
        public void StepsDone(long tile, int steps)
        {
            if (steps > 0)
            {
                long done = Interlocked.Add(ref all.stepsDone, steps);
                all.progress?.Report(done);
            }

            all.options.Cancellation.ThrowIfCancellationRequested();
            if (Volatile.Read(ref all.failedTile) < tile)
            {
                throw new OperationCanceledException("A sample before this one has failed.");
            }
        }
    }
}
