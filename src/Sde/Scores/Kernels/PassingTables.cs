using System.Numerics;
using ScoreSde.Processes;

namespace ScoreSde.Scores.Kernels;

/// <summary>
/// Moving tables that are not in use. Taking and giving back are single exchanges without a lock; a thread looks first where it left its
/// last one.
/// </summary>
internal sealed class PassingTables<T>(GaussianMixture mixture)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // A place to a cache line, so that threads do not take each other's lines.
    private const int Stride = 8;
    private static readonly int Places = 2 * Environment.ProcessorCount;
    private readonly PassingTable<T>?[] slots = new PassingTable<T>?[Stride * Places];

    /// <summary>A table for the caller alone.</summary>
    public PassingTable<T> Take(NoiseLevel level)
    {
        for (int i = 0; i < Places; i++)
        {
            if (Interlocked.Exchange(ref slots[Place(i)], null) is { } table)
            {
                return table;
            }
        }

        return new PassingTable<T>(mixture, level);
    }

    /// <summary>Gives it back. With more threads than places it is left to the collector.</summary>
    public void Return(PassingTable<T> table)
    {
        for (int i = 0; i < Places; i++)
        {
            if (Interlocked.CompareExchange(ref slots[Place(i)], table, null) is null)
            {
                return;
            }
        }
    }

    private static int Place(int i) => (Environment.CurrentManagedThreadId + i) % Places * Stride;
}
