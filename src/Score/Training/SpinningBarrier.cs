namespace ScoreSde.Training;

/// <summary>
/// A barrier for threads that meet every few milliseconds: a thread that waits looks around for about a tenth of a millisecond before it sleeps, since it takes
/// as long to be woken, and a sleeper may be woken on a processor that has other work.
/// </summary>
internal sealed class SpinningBarrier
{
    private const int Looks = 400;
    private const int LooksPerYield = 20;
    private const int PausesPerLook = 6;

    private readonly object sleepers = new();
    private readonly int participants;
    private readonly int looks;
    private int missing;
    private volatile int round;

    /// <param name="participants">How many threads meet.</param>
    public SpinningBarrier(int participants)
    {
        this.participants = participants;
        missing = participants;
        // With fewer processors than threads a thread that waits must make room.
        looks = participants <= Environment.ProcessorCount ? Looks : 0;
    }

    /// <summary>Returns when all have called it.</summary>
    public void SignalAndWait()
    {
        int mine = round;
        if (Interlocked.Decrement(ref missing) == 0)
        {
            missing = participants;
            lock (sleepers)
            {
                round = mine + 1;
                Monitor.PulseAll(sleepers);
            }

            return;
        }

        for (int look = 0; look < looks; look++)
        {
            if (round != mine)
            {
                return;
            }

            // The thread that is waited for may want this very processor.
            if (look % LooksPerYield == LooksPerYield - 1)
            {
                Thread.Yield();
            }

            Thread.SpinWait(PausesPerLook);
        }

        lock (sleepers)
        {
            while (round == mine)
            {
                Monitor.Wait(sleepers);
            }
        }
    }
}
