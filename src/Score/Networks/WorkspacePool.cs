using System.Numerics;

namespace ScoreSde.Networks;

/// <summary>
/// Workspaces that are not in use. Taking and giving back are single exchanges without a lock; a thread looks first where it left its
/// last one, whose contents are still in its cache.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class WorkspacePool<T>(ResidualMlp<T> network, int rows, bool training)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly MlpWorkspace<T>?[] slots = new MlpWorkspace<T>?[2 * Environment.ProcessorCount];

    /// <summary>A workspace for the caller alone.</summary>
    public MlpWorkspace<T> Take()
    {
        for (int i = 0; i < slots.Length; i++)
        {
            if (Interlocked.Exchange(ref slots[Place(i)], null) is { } workspace)
            {
                return workspace;
            }
        }

        return network.CreateWorkspace(rows, training);
    }

    /// <summary>Gives it back. With more threads than places it is left to the collector.</summary>
    public void Return(MlpWorkspace<T> workspace)
    {
        for (int i = 0; i < slots.Length; i++)
        {
            if (Interlocked.CompareExchange(ref slots[Place(i)], workspace, null) is null)
            {
                return;
            }
        }
    }

    private int Place(int i) => (Environment.CurrentManagedThreadId + i) % slots.Length;
}
