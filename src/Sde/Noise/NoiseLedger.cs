namespace ScoreSde.Noise;

/// <summary>
/// Tells whoever asks which random numbers are drawn: the check that no two uses of a run share a name. Nobody asks outside tests; a look at one
/// number for each block of draws is all that it costs then.
/// </summary>
internal static class NoiseLedger
{
    private static readonly AsyncLocal<Action<NoiseKey, long, long>?> Reader = new();
    private static int readers;

    /// <summary>Calls <paramref name="reader"/> with key, first sample and samples of each draw of this flow of execution, from any of its threads, until disposed.</summary>
    public static IDisposable Read(Action<NoiseKey, long, long> reader)
    {
        Reader.Value = reader;
        Interlocked.Increment(ref readers);
        return new End();
    }

    /// <summary>Random numbers of consecutive samples are drawn under a key.</summary>
    public static void Note(NoiseKey key, long firstSample, long samples)
    {
        if (Volatile.Read(ref readers) > 0)
        {
            Reader.Value?.Invoke(key, firstSample, samples);
        }
    }

    private sealed class End : IDisposable
    {
        public void Dispose()
        {
            Reader.Value = null;
            Interlocked.Decrement(ref readers);
        }
    }
}
