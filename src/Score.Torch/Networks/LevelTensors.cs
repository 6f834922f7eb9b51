using ScoreSde.Processes;

namespace ScoreSde.Torch.Networks;

/// <summary>
/// Keeps the tensors that depend on the noise level alone, so that all batches of a run share one upload. Emptied when it grows past a
/// bound. For one thread.
/// </summary>
/// <param name="make">Makes the tensors of some levels, in their order.</param>
/// <param name="mostLevels">How many are kept.</param>
/// <typeparam name="TValue">What is kept.</typeparam>
internal sealed class LevelTensors<TValue>(Func<IReadOnlyList<NoiseLevel>, IEnumerable<TValue>> make, int mostLevels = LevelTensors<TValue>.Most) : IDisposable
    where TValue : IDisposable
{
    /// <summary>How many are kept where nothing else is said.</summary>
    public const int Most = 4096;

    private readonly Dictionary<NoiseLevel, TValue> values = [];

    /// <summary>Makes what is not kept yet of these levels, as far as there is room.</summary>
    public void Prepare(IReadOnlyList<NoiseLevel> levels)
    {
        NoiseLevel[] missing = [.. levels.Distinct().Where(level => !values.ContainsKey(level)).Take(mostLevels - values.Count)];
        if (missing.Length == 0)
        {
            return;
        }

        foreach ((NoiseLevel level, TValue value) in missing.Zip(make(missing)))
        {
            values.Add(level, value);
        }
    }

    public TValue Get(NoiseLevel level)
    {
        if (values.TryGetValue(level, out TValue? value))
        {
            return value;
        }

        if (values.Count >= mostLevels)
        {
            Dispose();
        }

        Prepare([level]);
        return values[level];
    }

    public void Dispose()
    {
        foreach (TValue value in values.Values)
        {
            value.Dispose();
        }

        values.Clear();
    }
}
