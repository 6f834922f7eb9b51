using System.Runtime.Intrinsics;

namespace ScoreSde.MatrixKernels;

/// <summary>
/// Copies past the caches what would not stay in them: the memory is not read before it is written, and nothing that will be needed sooner is driven out.
/// </summary>
internal static unsafe class StreamingCopy
{
    /// <summary>Copies; <see cref="Interlocked.MemoryBarrier"/> has to follow before another thread is told of it.</summary>
    /// <param name="source">From where.</param>
    /// <param name="target">A multiple of 64 bytes.</param>
    /// <param name="bytes">A multiple of 64.</param>
    public static void Run(void* source, void* target, int bytes)
    {
        for (int i = 0; i < bytes; i += Vector512<byte>.Count)
        {
            Vector512.Load((byte*)source + i).StoreAlignedNonTemporal((byte*)target + i);
        }
    }
}
