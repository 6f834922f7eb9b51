using System.Text;
using System.Text.RegularExpressions;

namespace ScoreSde.Data;

/// <summary>
/// Names of files that are not complete yet, and the removal of those whose writer was killed. A writer holds a lock on its file as long as
/// it lives; the system lets go of it with the process, so a file whose lock is free has lost its writer.
/// </summary>
internal static partial class TemporaryFiles
{
    private const int LongestName = 255;
    private static readonly TimeSpan AgeOfOthers = TimeSpan.FromDays(1);
    private static readonly string Machine = Short(Encoding.UTF8.GetBytes(Environment.MachineName));

    /// <summary>A new name beside a file that nobody can foresee: the file's own, the machine, a random part.</summary>
    public static string NameFor(string target)
    {
        string end = $".{Machine}-{RandomPart()}.scoresde-tmp";
        string name = Path.GetFileName(target);
        while (Encoding.UTF8.GetByteCount(name) + end.Length > LongestName)
        {
            name = name[..^1];
        }

        return Path.Combine(Path.GetDirectoryName(target) ?? "", name + end);
    }

    /// <summary>Removes what killed writers left in the folder of a temporary file whose lock this process holds.</summary>
    public static void RemoveLitter(string own)
    {
        try
        {
            string folder = Path.GetDirectoryName(own) is { Length: > 0 } named ? named : ".";
            string[] left = [.. Directory.EnumerateFiles(folder, "*.scoresde-tmp").Where(path => Pattern().IsMatch(path) && Path.GetFileName(path) != Path.GetFileName(own))];
            if (left.Length > 0 && LocksHold(own))
            {
                Array.ForEach(left, RemoveIfLeft);
            }
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // A folder that may be written but not listed keeps what it has.
        }
    }

    // Digits of which each is random, unlike two of an identifier's own. It is the system's generator, without OpenSSL, which a bare machine lacks.
    private static string RandomPart() => Guid.NewGuid().ToString("N")[..12] + Guid.NewGuid().ToString("N")[^4..];

    // FNV-1a: machines that share a folder are few, and what is at stake is a file that is removed a day later.
    private static string Short(ReadOnlySpan<byte> bytes)
    {
        const uint Basis = 2166136261;
        const uint Prime = 16777619;
        uint hash = Basis;
        foreach (byte value in bytes)
        {
            hash = unchecked((hash ^ value) * Prime);
        }

        return $"{hash:x8}";
    }

    // On a file system without locks, or where they are switched off, every lock looks free.
    private static bool LocksHold(string own)
    {
        try
        {
            using var again = new FileStream(own, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    // Opened for both directions, a planted pipe does not wait for its other end. Other machines may share the folder and not the locks.
    private static void RemoveIfLeft(string path)
    {
        try
        {
            var file = new FileInfo(path);
            bool isOurs = Pattern().Match(path).Groups[1].Value == Machine;
            if (file.LinkTarget is null && (isOurs || file.LastWriteTimeUtc < DateTime.UtcNow - AgeOfOthers))
            {
                using var held = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Delete);
                File.Delete(path);
            }
        }
        catch (Exception inUse) when (inUse is IOException or UnauthorizedAccessException)
        {
            // Its writer lives, or it belongs to somebody else.
        }
    }

    [GeneratedRegex(@"\.([0-9a-f]{8})-[0-9a-f]{16}\.scoresde-tmp$")]
    private static partial Regex Pattern();
}
