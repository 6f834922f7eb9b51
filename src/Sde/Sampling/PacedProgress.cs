using System.Diagnostics;

namespace ScoreSde.Sampling;

/// <summary>
/// Tells a listener how far many threads have come: at most a hundred times a second, never a smaller fraction than before, one call at a time, and 1 at the end. A
/// run of a few steps is told each of them.
/// </summary>
internal sealed class PacedProgress(IProgress<double> listener, long whole)
{
    private const int ToldEach = 49;
    private const int PerSecond = 50;
    private readonly Lock telling = new();
    private long told = -1;
    private long nextAt;
    private int calls;

    /// <summary>Takes note of how much is done in all.</summary>
    public void Report(long done)
    {
        bool isEnd = done >= whole;
        if (!isEnd && Stopwatch.GetTimestamp() < Volatile.Read(ref nextAt))
        {
            return;
        }

        if (isEnd)
        {
            telling.Enter();
        }
        else if (!telling.TryEnter())
        {
            return;
        }

        try
        {
            if (done > told && (isEnd || Stopwatch.GetTimestamp() >= nextAt))
            {
                told = done;
                listener.Report((double)done / whole);
                if (++calls >= ToldEach)
                {
                    Volatile.Write(ref nextAt, Stopwatch.GetTimestamp() + (Stopwatch.Frequency / PerSecond));
                }
            }
        }
        finally
        {
            telling.Exit();
        }
    }
}
