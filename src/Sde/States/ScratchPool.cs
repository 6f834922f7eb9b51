using System.Numerics;
using ScoreSde.States;

namespace ScoreSde.States;

/// <summary>
/// States that are not in use, so that a score function shared by all threads needs no memory of its own for each. Taking and giving back
/// are single exchanges without a lock.
/// </summary>
/// <param name="count">States in one scratch.</param>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class ScratchPool<T>(int count)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Scratch<T>?[] slots = new Scratch<T>?[2 * Environment.ProcessorCount];

    /// <summary>States for the rows of a tile, for the caller alone; their content is not defined.</summary>
    public Scratch<T> Take(Tile<T> like)
    {
        Scratch<T>? scratch = null;
        for (int i = 0; i < slots.Length && scratch is null; i++)
        {
            scratch = Interlocked.Exchange(ref slots[Place(i)], null);
        }

        if (scratch is null || !scratch.Fits(like.Window))
        {
            scratch = new Scratch<T>(like.Window, count);
        }

        scratch.MoveTo(like.Window);
        return scratch;
    }

    /// <summary>Gives them back. With more threads than places they are left to the collector.</summary>
    public void Return(Scratch<T> scratch)
    {
        for (int i = 0; i < slots.Length; i++)
        {
            if (Interlocked.CompareExchange(ref slots[Place(i)], scratch, null) is null)
            {
                return;
            }
        }
    }

    private int Place(int i) => (Environment.CurrentManagedThreadId + i) % slots.Length;
}
