namespace ScoreSde.Cuda.Launching;

/// <summary>What a device is and what one block of threads may have on it.</summary>
/// <param name="Name">The card's name.</param>
/// <param name="Multiprocessors">Blocks that run side by side at least.</param>
/// <param name="SharedBytes">The most shared memory of one block.</param>
/// <param name="Threads">The most threads of one block.</param>
/// <param name="Capability">The compute capability, 90 for 9.0.</param>
internal sealed record DeviceFacts(string Name, int Multiprocessors, int SharedBytes, int Threads, int Capability);
