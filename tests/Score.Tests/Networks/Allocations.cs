namespace ScoreSde.Tests.Networks;

/// <summary>Bytes that work allocates on this thread once it is warm.</summary>
internal static class Allocations
{
    // A collection that another test's thread starts ends this thread's allocation window and books the rest of it, so one try
    // may count bytes that nobody asked for. An allocation of the work itself shows in every try.
    private const int Tries = 5;

    public static long Of(Action work)
    {
        work();
        work();
        long least = long.MaxValue;
        for (int i = 0; i < Tries; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            work();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
