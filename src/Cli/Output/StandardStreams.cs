using System.Globalization;

namespace ScoreSde.Cli.Output;

/// <summary>Whether the process was given its standard streams.</summary>
/// <remarks>
/// A stream that was closed before the start leaves its number free, and the runtime takes it for a file of its own, into which nothing must be written. What the runtime
/// opens is closed on exec, which what is inherited cannot be.
/// </remarks>
internal static class StandardStreams
{
    private const int Output = 1;
    private const int Error = 2;
    private const int ClosedOnExec = 0x80000;

    /// <summary>Standard output.</summary>
    public static bool HasOutput => IsGiven(Output);

    /// <summary>Standard error.</summary>
    public static bool HasError => IsGiven(Error);

    private static bool IsGiven(int number)
    {
        if (!OperatingSystem.IsLinux())
        {
            return true;
        }

        try
        {
            string? flags = File.ReadLines($"/proc/self/fdinfo/{number.ToString(CultureInfo.InvariantCulture)}")
                .FirstOrDefault(line => line.StartsWith("flags:", StringComparison.Ordinal));
            return flags is null || (Convert.ToInt32(flags["flags:".Length..].Trim(), 8) & ClosedOnExec) == 0;
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException or FormatException or OverflowException)
        {
            return missing is not FileNotFoundException;
        }
    }
}
