using System.Collections.Concurrent;
using ScoreSde.Processes;

namespace ScoreSde.Scores;

/// <summary>
/// Keeps what depends on the noise level alone, so that all tiles of a run share it. Emptied when it grows past a bound, so that
/// a caller with ever new levels does not fill the memory.
/// </summary>
/// <typeparam name="TValue">What is kept.</typeparam>
internal sealed class LevelCache<TValue>(Func<NoiseLevel, TValue> make)
{
    private const int MostLevels = 16384;
    private readonly ConcurrentDictionary<NoiseLevel, TValue> values = new();

    public TValue Get(NoiseLevel level)
    {
        if (values.TryGetValue(level, out TValue? value))
        {
            return value;
        }

        if (values.Count >= MostLevels)
        {
            values.Clear();
        }

        return values.GetOrAdd(level, make);
    }
}
