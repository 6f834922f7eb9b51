using System.Runtime.CompilerServices;
using ScoreSde.Lanes;

namespace ScoreSde.Noise;

/// <summary>
/// The name of a block of random numbers: with a sample's index and a position in the sample it fixes one number for ever,
/// whoever asks, in whatever order, on however many threads.
/// </summary>
/// <param name="Seed">The run's seed: Philox's key.</param>
/// <param name="Interval">Which interval of time (or which training step) the numbers belong to.</param>
/// <param name="Purpose">What they are for.</param>
public readonly record struct NoiseKey(ulong Seed, uint Interval, NoisePurpose Purpose)
{
    /// <summary>
    /// The 128 random bits number <paramref name="block"/> of a sample, by <see cref="Philox4x32"/>. The counter is (block, interval, sample's low 32 bits,
    /// purpose · 2²⁴ + sample's next 24 bits), the key is the seed.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (uint X0, uint X1, uint X2, uint X3) Block(long sample, uint block)
    {
        if (block == 0)
        {
            NoiseLedger.Note(this, sample, 1);
        }

        return Philox4x32.Block(
            block,
            Interval,
            (uint)sample,
            ((uint)Purpose << 24) | ((uint)(sample >> 32) & 0xFFFFFF),
            (uint)Seed,
            (uint)(Seed >> 32));
    }
}
