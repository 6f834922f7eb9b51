using ScoreSde.Processes;

namespace ScoreSde.Torch.Scores;

/// <summary>
/// Keeps the tensors that depend on the noise level alone, so that all batches of a run share one upload. Emptied when it grows past a
/// bound. For one thread.
/// </summary>
/// <typeparam name="TValue">What is kept.</typeparam>
internal sealed class LevelTensors<TValue>(Func<NoiseLevel, TValue> make) : IDisposable
    where TValue : IDisposable
{
    private const int MostLevels = 4096;
    private readonly Dictionary<NoiseLevel, TValue> values = [];

    public TValue Get(NoiseLevel level)
    {
        if (values.TryGetValue(level, out TValue? value))
        {
            return value;
        }

        if (values.Count >= MostLevels)
        {
            Dispose();
        }

        value = make(level);
        values.Add(level, value);
        return value;
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
