using Microsoft.Win32.SafeHandles;

namespace ScoreSde.Data;

/// <summary>
/// A file of known length that is written over hours, in any order and from several threads, and outlives its process: bytes go to <c>NAME.partial</c> beside it, which
/// <see cref="Commit"/> gives its name. What was not committed stays, for a later run to go on with.
/// </summary>
/// <remarks>
/// The partial file is locked while it is open, so that of two writers the second is refused. A link under the path itself is followed, none is followed to the partial file,
/// and a file that is replaced keeps its mode. The space of all bytes is reserved at the beginning where the file system can do that.
/// </remarks>
public sealed class PartialFile : IDisposable
{
    private const string Ending = ".partial";
    private const int LongestName = 255;
    private const UnixFileMode Permissions = (UnixFileMode)0x1FF;

    private readonly string path;
    private readonly string target;
    private readonly SafeFileHandle handle;

    private PartialFile(string path, string target, SafeFileHandle handle)
    {
        this.path = path;
        this.target = target;
        this.handle = handle;
        Name = NameOf(target);
    }

    /// <summary>Where the bytes are until then.</summary>
    public string Name { get; }

    /// <summary>Whether the name still stands for what is written: it does not where its folder was removed, or the file was taken for a leftover.</summary>
    public bool IsThere => NativeMethods.Identity(handle) is { } open && NativeMethods.Identity(Name) is { } named
        ? (open.Device, open.Index) == (named.Device, named.Index)
        : File.Exists(Name);

    /// <summary>The name of the partial file of a path, whether or not it is there.</summary>
    public static string For(string path) => NameOf(Target(path));

    /// <summary>Makes an empty one, in place of any that is there.</summary>
    /// <param name="path">The name that the complete file gets.</param>
    /// <param name="length">Bytes that it will have.</param>
    /// <exception cref="DataFileException">It cannot be made, the disk has no room for it, or another process is writing it.</exception>
    public static PartialFile Create(string path, long length)
    {
        try
        {
            string target = Target(path);
            string name = NameOf(target);
            PendingFile.RefuseWhatIsThere(path, target);
            if (Path.Exists(name))
            {
                using PartialFile left = Open(path);
                left.Discard();
            }

            UnixFileMode? mode = !OperatingSystem.IsWindows() && File.Exists(target) ? File.GetUnixFileMode(target) & Permissions : null;
            SafeFileHandle handle = File.OpenHandle(name, FileMode.CreateNew, FileAccess.ReadWrite, Share, FileOptions.None, length);
            if (mode is { } kept && !OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(handle, kept);
            }

            return new PartialFile(path, target, handle);
        }
        catch (IOException refused) when (refused.HResult == WriteFault.Unnamed && !OperatingSystem.IsWindows())
        {
            // What the framework says where the space cannot be reserved; every other refusal has the system's own number.
            throw new DataFileException(path, "cannot be written: the disk is full.", refused);
        }
        catch (Exception cause) when (WriteFault.IsOne(cause) || cause is ArgumentException or NotSupportedException)
        {
            throw Fault(path, cause, isMade: false);
        }
    }

    /// <summary>Opens one that a process left.</summary>
    /// <exception cref="DataFileException">It is not there, it is a link, or another process is writing it.</exception>
    public static PartialFile Open(string path)
    {
        try
        {
            string target = Target(path);
            string name = NameOf(target);
            if (new FileInfo(name).LinkTarget is not null)
            {
                throw new DataFileException(path, $"cannot be written: {name} is a link, which no run makes.");
            }

            SafeFileHandle handle = File.OpenHandle(name, FileMode.Open, FileAccess.ReadWrite, Share);
            var file = new PartialFile(path, target, handle);
            if (!file.IsThere)
            {
                // Between its opening and its locking its writer gave it its name.
                handle.Dispose();
                throw new FileNotFoundException(null, name);
            }

            return file;
        }
        catch (IOException refused) when (WriteFault.IsLock(refused))
        {
            throw new DataFileException(path, "cannot be written: another run is writing it.", refused);
        }
        catch (Exception cause) when (WriteFault.IsOne(cause) || cause is ArgumentException or NotSupportedException)
        {
            throw Fault(path, cause);
        }
    }

    /// <summary>Bytes from the beginning to the last that was written.</summary>
    public long Length => RandomAccess.GetLength(handle);

    /// <summary>Writes bytes at a place. From any thread.</summary>
    /// <exception cref="DataFileException">The file cannot be written.</exception>
    public void Write(ReadOnlySpan<byte> bytes, long place)
    {
        try
        {
            RandomAccess.Write(handle, bytes, place);
        }
        catch (Exception cause) when (WriteFault.IsOne(cause))
        {
            throw Fault(path, cause);
        }
    }

    /// <summary>Reads bytes that were written.</summary>
    /// <returns>How many; fewer than asked for at the end alone.</returns>
    /// <exception cref="DataFileException">The file cannot be read.</exception>
    public int Read(Span<byte> bytes, long place)
    {
        try
        {
            int done = 0;
            while (done < bytes.Length && RandomAccess.Read(handle, bytes[done..], place + done) is var more and > 0)
            {
                done += more;
            }

            return done;
        }
        catch (Exception cause) when (WriteFault.IsOne(cause))
        {
            throw new DataFileException(Name, "cannot be read back.", cause);
        }
    }

    /// <summary>Waits until all that was written is on the disk.</summary>
    /// <exception cref="DataFileException">The file cannot be written, or is not there any more.</exception>
    public void Flush()
    {
        try
        {
            RandomAccess.FlushToDisk(handle);
        }
        catch (Exception cause) when (WriteFault.IsOne(cause))
        {
            throw Fault(path, cause);
        }

        if (!IsThere)
        {
            throw Fault(path, new FileNotFoundException());
        }
    }

    /// <summary>Gives the complete file its name, in place of any file that had it.</summary>
    /// <param name="length">Its bytes; what was written beyond is cut off.</param>
    /// <exception cref="DataFileException">The disk is full or the name cannot be taken; the partial file stays.</exception>
    public void Commit(long length)
    {
        try
        {
            RandomAccess.SetLength(handle, length);
            Flush();

            // Renamed before it is unlocked: nobody must find it under its partial name then.
            File.Move(Name, target, overwrite: true);
            handle.Dispose();
        }
        catch (Exception cause) when (WriteFault.IsOne(cause))
        {
            throw Fault(path, cause);
        }
    }

    /// <summary>Deletes it.</summary>
    public void Discard()
    {
        try
        {
            if (!handle.IsClosed && IsThere)
            {
                File.Delete(Name);
            }
        }
        catch (Exception failure) when (WriteFault.IsOne(failure))
        {
            // A file that is thrown away may be gone with its folder.
        }

        Dispose();
    }

    /// <summary>Closes it; what was not committed stays.</summary>
    public void Dispose() => handle.Dispose();

    // Windows renames an open file only where its deletion is shared; elsewhere None is a lock of one's own.
    private static FileShare Share => OperatingSystem.IsWindows() ? FileShare.Delete : FileShare.None;

    private static string Target(string path) => Path.Exists(path) || new FileInfo(path).LinkTarget is not null ? FileIdentity.Resolved(path) : path;

    private static string NameOf(string target)
    {
        string name = Path.GetFileName(target);
        while (System.Text.Encoding.UTF8.GetByteCount(name) + Ending.Length > LongestName)
        {
            name = name[..^1];
        }

        return Path.Combine(Path.GetDirectoryName(target) ?? "", name + Ending);
    }

    private static DataFileException Fault(string path, Exception cause, bool isMade = true) => new(path, $"cannot be written: {WriteFault.Reason(cause, path, isMade)}", cause);
}
