using System.Runtime.ExceptionServices;

namespace ScoreSde.Training;

/// <summary>
/// The only file of training with threads: a few that live as long as the run and take numbered pieces of work until none
/// is left. What a piece computes must not depend on who takes it, so that the number of threads changes no bit.
/// </summary>
internal sealed class WorkerTeam : IDisposable
{
    private const int PerProcessor = 4;

    private readonly SpinningBarrier start;
    private readonly SpinningBarrier end;
    private readonly Lock failing = new();
    private Action<int, int>? work;
    private int pieces;
    private int next;
    private int failedPiece;
    private Exception? failure;

    /// <param name="threads">How many work, the caller's among them, at most four for each processor; 0 takes one for each processor.</param>
    public WorkerTeam(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        Size = threads > 0 ? Math.Min(threads, PerProcessor * Environment.ProcessorCount) : Environment.ProcessorCount;
        start = new SpinningBarrier(Size);
        end = new SpinningBarrier(Size);
        for (int i = 1; i < Size; i++)
        {
            int worker = i;
            new Thread(() => Serve(worker)) { IsBackground = true, Name = $"trainer {i}" }.Start();
        }
    }

    /// <summary>Threads that work.</summary>
    public int Size { get; }

    /// <summary>Calls body(piece, worker) for every piece; throws the failure of the lowest piece that failed.</summary>
    public void Run(int count, Action<int, int> body)
    {
        pieces = count;
        work = body;
        next = 0;
        failedPiece = int.MaxValue;
        failure = null;
        start.SignalAndWait();
        TakePieces(0);
        end.SignalAndWait();
        if (failure is not null)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    /// <summary>Lets the threads go.</summary>
    public void Dispose()
    {
        work = null;
        start.SignalAndWait();
        end.SignalAndWait();
    }

    private void Serve(int worker)
    {
        while (true)
        {
            start.SignalAndWait();
            if (work is null)
            {
                end.SignalAndWait();
                return;
            }

            TakePieces(worker);
            end.SignalAndWait();
        }
    }

    private void TakePieces(int worker)
    {
        for (int piece = Interlocked.Increment(ref next) - 1; piece < pieces; piece = Interlocked.Increment(ref next) - 1)
        {
            try
            {
                work!(piece, worker);
            }
            catch (Exception exception)
            {
                lock (failing)
                {
                    if (piece < failedPiece)
                    {
                        failedPiece = piece;
                        failure = exception;
                    }
                }
            }
        }
    }
}
