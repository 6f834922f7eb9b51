using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace ScoreSde.Checkpoints;

/// <summary>Turns values of this processor's byte order into little endian and back; nothing to do on most processors.</summary>
internal static class LittleEndian
{
    public static void Swap<T>(T[] values)
        where T : unmanaged
    {
        if (BitConverter.IsLittleEndian)
        {
            return;
        }

        if (typeof(T) == typeof(float))
        {
            Span<int> bits = MemoryMarshal.Cast<T, int>(values.AsSpan());
            BinaryPrimitives.ReverseEndianness(bits, bits);
        }
        else if (typeof(T) != typeof(byte))
        {
            Span<long> bits = MemoryMarshal.Cast<T, long>(values.AsSpan());
            BinaryPrimitives.ReverseEndianness(bits, bits);
        }
    }
}
