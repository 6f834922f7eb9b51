using System.Collections.Concurrent;

namespace ScoreSde.Data;

/// <summary>
/// A file that appears under its name only when it is complete: bytes go to a temporary file in the same folder, which
/// <see cref="Commit"/> flushes and renames, and which <see cref="Dispose"/> deletes if that never came.
/// </summary>
/// <remarks>
/// The temporary file is made anew under a random name and no link is followed to it; it is locked while it is written, so that a later run can
/// tell what a killed one left, and removes it. A link under the path itself is followed, and a file that is replaced keeps its mode.
/// </remarks>
public sealed class PendingFile : IDisposable
{
    private const int Attempts = 8;
    private const UnixFileMode Permissions = (UnixFileMode)0x1FF;

    private static readonly ConcurrentDictionary<string, bool> Alive = new(StringComparer.Ordinal);

    private readonly string path;
    private readonly string target;
    private readonly string temporary;
    private readonly FileStream stream;
    private bool committed;

    /// <summary>Opens the temporary file beside <paramref name="path"/>.</summary>
    /// <exception cref="DataFileException">The folder is missing or cannot be written, or the path is a folder, a device or write-protected.</exception>
    public PendingFile(string path)
    {
        this.path = path;
        try
        {
            target = Path.Exists(path) || new FileInfo(path).LinkTarget is not null ? FileIdentity.Resolved(path) : path;
            RefuseWhatIsThere(path, target);
            (temporary, stream) = Create(target);
            Alive[temporary] = true;
            TemporaryFiles.RemoveLitter(temporary);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Fault(cause, isMade: false);
        }
    }

    /// <summary>Where to write.</summary>
    public Stream Stream => stream;

    /// <summary>Writes a whole file, or none.</summary>
    /// <exception cref="DataFileException">The file cannot be written.</exception>
    public static void Write(string path, Action<Stream> content)
    {
        ArgumentNullException.ThrowIfNull(content);
        using var file = new PendingFile(path);
        file.Fill(content);
        file.Commit();
    }

    /// <summary>Writes the content, or a part of it.</summary>
    /// <exception cref="DataFileException">The file cannot be written.</exception>
    public void Fill(Action<Stream> content)
    {
        ArgumentNullException.ThrowIfNull(content);
        try
        {
            content(stream);
        }
        catch (Exception cause) when (WriteFault.IsOne(cause))
        {
            throw Fault(cause);
        }
    }

    /// <summary>Gives the complete file its name, in place of any file that had it.</summary>
    /// <exception cref="DataFileException">The disk is full or the name cannot be taken.</exception>
    public void Commit()
    {
        try
        {
            // Renamed before it is closed: whoever looks for leftovers must never find it unlocked under its temporary name.
            stream.Flush(flushToDisk: true);
            File.Move(temporary, target, overwrite: true);
            committed = true;
            Alive.TryRemove(temporary, out _);
            stream.Dispose();
        }
        catch (Exception cause) when (WriteFault.IsOne(cause))
        {
            throw Fault(cause);
        }
    }

    /// <summary>Deletes what was not committed.</summary>
    public void Dispose()
    {
        if (committed)
        {
            return;
        }

        Alive.TryRemove(temporary, out _);
        Quietly(() => File.Delete(temporary));
        Quietly(stream.Dispose);
    }

    /// <summary>Deletes every temporary file of this process, whoever writes it: for a process that ends at once.</summary>
    public static void AbandonAll()
    {
        foreach (string name in Alive.Keys)
        {
            Quietly(() => File.Delete(name));
        }
    }

    /// <summary>Refuses a path under which there is no plain file that may be replaced.</summary>
    internal static void RefuseWhatIsThere(string path, string target)
    {
        string? fault = Directory.Exists(target) ? "it is a folder."
            : FileIdentity.IsSpecial(target) ? "it is a device or a pipe."
            : File.Exists(target) && File.GetAttributes(target).HasFlag(FileAttributes.ReadOnly) ? "it is write-protected."
            : null;
        if (fault is not null)
        {
            throw new DataFileException(path, $"cannot be written: {fault}");
        }
    }

    private static (string Name, FileStream Stream) Create(string target)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,

            // Windows renames an open file only where its deletion is shared; elsewhere None is a lock of one's own.
            Share = OperatingSystem.IsWindows() ? FileShare.Delete : FileShare.None,
            BufferSize = 1 << 16,
        };
        UnixFileMode? mode = !OperatingSystem.IsWindows() && File.Exists(target) ? File.GetUnixFileMode(target) & Permissions : null;
        if (mode is not null && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = mode;
        }

        for (int attempt = 1; ; attempt++)
        {
            string name = TemporaryFiles.NameFor(target);
            try
            {
                var stream = new FileStream(name, options);

                // Between its making and its locking somebody may have taken it for a leftover.
                if (File.Exists(name))
                {
                    if (mode is { } kept && !OperatingSystem.IsWindows())
                    {
                        File.SetUnixFileMode(stream.SafeFileHandle, kept);
                    }

                    return (name, stream);
                }

                stream.Dispose();
            }
            catch (IOException taken) when (attempt < Attempts && (Path.Exists(name) || WriteFault.IsLock(taken)))
            {
                // The name is taken, or locked by somebody who takes it for a leftover, and may have removed it already.
            }

            if (attempt == Attempts)
            {
                throw new IOException("No temporary file could be made.");
            }
        }
    }

    private static void Quietly(Action action)
    {
        try
        {
            action();
        }
        catch (Exception failure) when (WriteFault.IsOne(failure))
        {
            // A file that is thrown away may fail to be flushed, as on a full disk, or be gone with its folder.
        }
    }

    private DataFileException Fault(Exception cause, bool isMade = true) => new(path, $"cannot be written: {WriteFault.Reason(cause, target ?? path, isMade)}", cause);
}
