namespace ScoreSde.Data;

/// <summary>
/// Why a file could not be written, for a person: what to do about a full disk is something else than what to do about a lock. The framework's
/// messages name the temporary file, which the user never asked for.
/// </summary>
public static class WriteFault
{
    /// <summary>The number of failures that the framework itself finds.</summary>
    internal const int Unnamed = unchecked((int)0x80131620);

    /// <summary>The number of links that lead round in a circle, Linux's on all systems.</summary>
    internal const int Circle = 40;

    private const string Locked = "another program has locked it.";
    private const string TooLong = "it would be longer than a file may be.";

    /// <summary>Whether a failure is the system's refusal to write. The framework tells a file that would be too long as an argument of its own.</summary>
    public static bool IsOne(Exception cause) => cause is IOException or UnauthorizedAccessException || IsTooLong(cause);

    /// <summary>The end of a sentence that begins with "cannot be written: ".</summary>
    public static string Reason(Exception cause) => cause switch
    {
        DirectoryNotFoundException => "its folder does not exist.",
        FileNotFoundException => "its folder or its temporary file was removed.",
        UnauthorizedAccessException => "access is denied.",
        PathTooLongException => "the path is too long.",
        IOException failure => OfCode(failure.HResult),
        _ when IsTooLong(cause) => TooLong,
        OutOfMemoryException => "there is not enough memory to write it.",
        _ => "the disk or its file system refused.",
    };

    /// <summary>The same where the system said that there is no such file, which means one thing or another by what is there and what was done.</summary>
    /// <param name="cause">The failure.</param>
    /// <param name="target">The file that was to be written.</param>
    /// <param name="isMade">Whether the file that is missing had been made before.</param>
    internal static string Reason(Exception cause, string target, bool isMade) => cause switch
    {
        FileNotFoundException when !HasFolder(target) => "its folder was removed.",
        FileNotFoundException when isMade => "its temporary file was removed.",
        FileNotFoundException => "its folder takes no files.",
        _ => Reason(cause),
    };

    /// <summary>Whether the system refused because another process holds a lock.</summary>
    internal static bool IsLock(IOException failure) => OfCode(failure.HResult) == Locked;

    private static bool HasFolder(string target)
    {
        try
        {
            return Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(target)));
        }
        catch (FileNotFoundException)
        {
            // The name is meant from the working folder, and that is gone.
            return false;
        }
    }

    private static bool IsTooLong(Exception cause) => cause is ArgumentOutOfRangeException { ParamName: "value", ActualValue: null, Source: "System.Private.CoreLib" };

    // On Unix the framework hands the number of errno on, on Windows an HRESULT with the system's number in its lower half.
    private static string OfCode(int code) => (OperatingSystem.IsWindows() ? code & 0xFFFF : code) switch
    {
        28 when !OperatingSystem.IsWindows() => "the disk is full.",
        112 or 39 when OperatingSystem.IsWindows() => "the disk is full.",
        122 when OperatingSystem.IsLinux() => "the quota of the disk is used up.",
        69 when OperatingSystem.IsMacOS() => "the quota of the disk is used up.",
        30 when !OperatingSystem.IsWindows() => "its file system is read-only.",
        19 when OperatingSystem.IsWindows() => "the disk is write-protected.",
        11 when OperatingSystem.IsLinux() => Locked,
        35 when OperatingSystem.IsMacOS() => Locked,
        32 or 33 when OperatingSystem.IsWindows() => Locked,
        5 when !OperatingSystem.IsWindows() => "the disk failed (input/output error).",
        27 when !OperatingSystem.IsWindows() => TooLong,
        9 when !OperatingSystem.IsWindows() => "it is closed.",
        20 when !OperatingSystem.IsWindows() => "a part of its path is no folder.",
        Circle => "its links lead round in a circle.",
        _ => "the disk or its file system refused.",
    };
}
