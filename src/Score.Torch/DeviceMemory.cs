using System.Runtime.InteropServices;

namespace ScoreSde.Torch;

/// <summary>Tells a device without memory from other failures.</summary>
public static class DeviceMemory
{
    /// <summary>Whether an exception of libtorch says that memory ran out: on a GPU "out of memory", on the CPU "can't allocate memory".</summary>
    public static bool RanOut(Exception failure) =>
        failure is OutOfMemoryException
        || (failure is ExternalException
            && (failure.Message.Contains("out of memory", StringComparison.OrdinalIgnoreCase)
                || failure.Message.Contains("can't allocate memory", StringComparison.OrdinalIgnoreCase)));
}
