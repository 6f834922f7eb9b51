using System.Runtime.InteropServices;

namespace ScoreSde.Cuda.Driver;

/// <summary>Turns what calls return into exceptions.</summary>
internal static unsafe class Call
{
    private const int OutOfMemory = 2;

    /// <summary>Of the driver.</summary>
    /// <exception cref="CudaMemoryException">The device has no memory left.</exception>
    /// <exception cref="CudaException">Any other failure.</exception>
    public static void Driver(int code, string call)
    {
        switch (code)
        {
            case 0:
                return;
            case OutOfMemory:
                throw new CudaMemoryException($"There is not enough memory on the device: {call} failed: {Words(code)}.");
            default:
                throw new CudaException(call, code, Words(code));
        }
    }

    /// <summary>Of NVRTC.</summary>
    /// <exception cref="CudaException">A failure.</exception>
    public static void Compiler(int code, string call)
    {
        if (code != 0)
        {
            throw new CudaException(call, code, Marshal.PtrToStringUTF8((nint)NativeMethods.CompilerErrorString(code)) ?? "no words for it");
        }
    }

    /// <summary>What a code of the driver means.</summary>
    public static string Words(int code) =>
        NativeMethods.ErrorString(code, out byte* text) == 0 ? Marshal.PtrToStringUTF8((nint)text)! : "no words for it";
}
