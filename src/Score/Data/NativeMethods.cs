using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ScoreSde.Data;

/// <summary>What the framework does not tell of a file: its kind and which file it is.</summary>
internal static unsafe partial class NativeMethods
{
    private const int RelativeToWorkingFolder = -100;
    private const int StructureBytes = 256;
    private const int ModeOffset = 28;
    private const int IndexOffset = 32;
    private const int DeviceOffset = 136;
    private const int KindMask = 0xF000;
    private const int PlainKind = 0x8000;

    /// <summary>The device, the number on it, and whether it is a plain file; links are followed. Null where the system does not say.</summary>
    /// <remarks>Linux's statx, whose structure is the same on every processor.</remarks>
    public static (ulong Device, ulong Index, bool IsPlain)? Identity(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        byte* status = stackalloc byte[StructureBytes];
        try
        {
            const uint All = 0x7FF;
            if (StatX(RelativeToWorkingFolder, path, 0, All, status) != 0)
            {
                return null;
            }
        }
        catch (Exception missing) when (missing is DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }

        ulong device = ((ulong)*(uint*)(status + DeviceOffset) << 32) | *(uint*)(status + DeviceOffset + sizeof(uint));
        return (device, *(ulong*)(status + IndexOffset), (*(ushort*)(status + ModeOffset) & KindMask) == PlainKind);
    }

    /// <summary>The same of an open file.</summary>
    public static (ulong Device, ulong Index, bool IsPlain)? Identity(SafeFileHandle file) =>
        file.IsInvalid || file.IsClosed ? null : Identity($"/proc/self/fd/{file.DangerousGetHandle().ToString(CultureInfo.InvariantCulture)}");

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int StatX(int folder, string path, int flags, uint mask, byte* status);
}
