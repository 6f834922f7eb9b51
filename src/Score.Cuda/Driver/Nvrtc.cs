using System.Runtime.InteropServices;
using System.Text;

namespace ScoreSde.Cuda.Driver;

/// <summary>The compiler.</summary>
internal static unsafe class Nvrtc
{
    private const int LongestLog = 600;

    /// <summary>The program for a compute capability: binary, or PTX for the newest one below where the compiler does not know it.</summary>
    /// <param name="source">CUDA C++.</param>
    /// <param name="definitions">NAME=VALUE each.</param>
    /// <param name="capability">90 for 9.0.</param>
    /// <exception cref="CudaException">The compiler refuses it; the message has the beginning of its log.</exception>
    public static byte[] Compile(string source, IReadOnlyList<string> definitions, int capability)
    {
        int newest = NewestUpTo(capability);
        bool isBinary = newest == capability;
        string[] options =
        [
            isBinary ? $"--gpu-architecture=sm_{capability}" : $"--gpu-architecture=compute_{newest}",
            "-std=c++17",
            "--fmad=true",
            .. definitions.Select(static definition => $"-D{definition}"),
        ];
        Call.Compiler(NativeMethods.CreateProgram(out nint program, source, "sampler.cu", 0, null, null), "nvrtcCreateProgram");
        try
        {
            Build(program, options);
            nuint bytes;
            Call.Compiler(isBinary ? NativeMethods.BinarySize(program, out bytes) : NativeMethods.AssemblySize(program, out bytes), "nvrtcGet…Size");
            var image = new byte[bytes];
            fixed (byte* start = image)
            {
                Call.Compiler(isBinary ? NativeMethods.Binary(program, start) : NativeMethods.Assembly(program, start), isBinary ? "nvrtcGetCUBIN" : "nvrtcGetPTX");
            }

            return image;
        }
        finally
        {
            _ = NativeMethods.DestroyProgram(ref program);
        }
    }

    private static void Build(nint program, string[] options)
    {
        nint[] texts = Array.ConvertAll(options, Marshal.StringToCoTaskMemUTF8);
        try
        {
            fixed (nint* start = texts)
            {
                int code = NativeMethods.Compile(program, texts.Length, (byte**)start);
                if (code != 0)
                {
                    throw new CudaException("nvrtcCompileProgram", code, Log(program));
                }
            }
        }
        finally
        {
            Array.ForEach(texts, Marshal.FreeCoTaskMem);
        }
    }

    private static string Log(nint program)
    {
        if (NativeMethods.LogSize(program, out nuint bytes) != 0 || bytes <= 1)
        {
            return "the compiler wrote no log";
        }

        var text = new byte[bytes];
        fixed (byte* start = text)
        {
            _ = NativeMethods.Log(program, start);
        }

        string log = Encoding.UTF8.GetString(text).TrimEnd('\0').Trim();
        return log.Length > LongestLog ? log[..LongestLog] : log;
    }

    // A compiler from before 11.2 does not tell what it knows; it is then taken at its word.
    private static int NewestUpTo(int capability)
    {
        try
        {
            Call.Compiler(NativeMethods.ArchitectureCount(out int count), "nvrtcGetNumSupportedArchs");
            int[] known = new int[count];
            fixed (int* start = known)
            {
                Call.Compiler(NativeMethods.Architectures(start), "nvrtcGetSupportedArchs");
            }

            return known.Where(one => one <= capability).DefaultIfEmpty(capability).Max();
        }
        catch (EntryPointNotFoundException)
        {
            return capability;
        }
    }
}
