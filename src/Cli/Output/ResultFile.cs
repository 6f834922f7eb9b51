using ScoreSde.Data;

namespace ScoreSde.Cli.Output;

/// <summary>Where one result goes: a file that appears whole or not at all, or standard output where it is named <c>-</c>.</summary>
internal static class ResultFile
{
    private const string Stream = "-";

    /// <summary>Whether a path names standard output; a file of that name is <c>./-</c>.</summary>
    public static bool IsStream(string? path) => path == Stream;

    /// <summary>A path in a sentence.</summary>
    public static string NameOf(string path) => IsStream(path) ? "standard output" : path;

    /// <summary>Writes a result.</summary>
    /// <exception cref="DataFileException">It cannot be written.</exception>
    public static void Write(string path, Terminal terminal, Action<Stream> content)
    {
        if (!IsStream(path))
        {
            PendingFile.Write(path, content);
            return;
        }

        try
        {
            using var bytes = new BufferedStream(terminal.OpenBytes(), 1 << 16);
            content(bytes);
            bytes.Flush();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new DataFileException("standard output", $"cannot be written: {WriteFault.Reason(failure)}", failure);
        }
    }
}
