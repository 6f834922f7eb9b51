using ScoreSde.Processes;
using ScoreSde.States;

namespace ScoreSde.Solvers;

/// <summary>
/// The predictions of a multistep method at the last levels, the newest first. Steps rotate the buffers; none is copied or allocated.
/// </summary>
/// <param name="space">Where the predictions live.</param>
/// <param name="depth">The most that are kept.</param>
internal sealed class PredictionHistory<TState>(IStateSpace<TState> space, int depth)
{
    private readonly (TState State, NoiseLevel Level)[] entries =
        [.. Enumerable.Range(0, depth).Select(_ => (space.Allocate(), default(NoiseLevel)))];

    /// <summary>Predictions that can be used, the newest included.</summary>
    public int Count { get; private set; }

    /// <summary>The prediction made k steps ago.</summary>
    public TState this[int k] => entries[k].State;

    /// <summary>Makes room for the prediction at a step's start and returns it, to be written. Step 0 forgets all others.</summary>
    public TState Push(in GridStep step)
    {
        TState oldest = entries[^1].State;
        for (int k = entries.Length - 1; k > 0; k--)
        {
            entries[k] = entries[k - 1];
        }

        entries[0] = (oldest, step.From);
        Count = step.Index == 0 ? 1 : Math.Min(Count + 1, entries.Length);
        return oldest;
    }

    /// <summary>The level of the prediction made k steps ago.</summary>
    public NoiseLevel Level(int k) => entries[k].Level;

    /// <summary>Where that level lies in a step: (λ_{n−k} − λ_from)/h, 0 at its start, 1 at its end.</summary>
    public double Node(int k, in GridStep step) => (entries[k].Level.Lambda - step.From.Lambda) / step.LambdaLength;
}
