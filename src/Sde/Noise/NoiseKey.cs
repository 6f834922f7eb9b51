namespace ScoreSde.Noise;

/// <summary>
/// The name of a block of random numbers: with a sample's index and a position in the sample it fixes one number for ever,
/// whoever asks, in whatever order, on however many threads.
/// </summary>
/// <param name="Seed">The run's seed: Philox's key.</param>
/// <param name="Interval">Which interval of time (or which training step) the numbers belong to.</param>
/// <param name="Purpose">What they are for.</param>
public readonly record struct NoiseKey(ulong Seed, uint Interval, NoisePurpose Purpose);
