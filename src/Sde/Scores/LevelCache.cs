using System.Collections.Concurrent;
using ScoreSde.Processes;

namespace ScoreSde.Scores;

/// <summary>
/// Keeps what depends on the noise level alone, so that all tiles of a run share it. Emptied when it grows past a bound, so that
/// a caller with ever new levels does not fill the memory.
/// </summary>
/// <param name="make">Makes the value of a level.</param>
/// <param name="numbers">How many numbers a value holds, by which the bound goes.</param>
/// <typeparam name="TValue">What is kept.</typeparam>
internal sealed class LevelCache<TValue>(Func<NoiseLevel, TValue> make, long numbers = 0)
{
    private const int MostLevels = 16384;
    private const int FewestLevels = 64;
    private const long MostNumbers = 1 << 24;

    private readonly int most = (int)Math.Clamp(MostNumbers / Math.Max(1, numbers), FewestLevels, MostLevels);
    private readonly ConcurrentDictionary<NoiseLevel, TValue> values = new();

    public TValue Get(NoiseLevel level)
    {
        if (values.TryGetValue(level, out TValue? value))
        {
            return value;
        }

        if (values.Count >= most)
        {
            values.Clear();
        }

        return values.GetOrAdd(level, make);
    }
}
