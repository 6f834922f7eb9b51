using System.Diagnostics;
using ScoreSde.Data;

namespace ScoreSde.Cli.Parts;

/// <summary>
/// Writes the rows of an array as they are done, and keeps what is done when the run ends before its end, however it ends. Beside <c>NAME.partial</c> lies
/// <c>NAME.partial.json</c>, which says of what run it is. Where the file is taken away with its folder, what is done is kept at another place.
/// </summary>
internal sealed class PartWriter : IDisposable
{
    private const double LongestShare = 0.05;
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    private readonly string path;

    // The working folder may be the one that is removed.
    private readonly string fullPath;
    private readonly PartRecord record;
    private readonly PartialFile file;
    private readonly DoneMark mark;
    private readonly DoneRows done;
    private readonly Lock saving = new();
    private readonly int headBytes;
    private readonly int rowBytes;
    private long nextSave;
    private bool isRecorded;
    private Refuge? refuge;

    private PartWriter(string path, PartRecord record, PartialFile? left, byte[] head, int rowBytes)
    {
        (this.path, this.record, this.rowBytes, headBytes) = (path, record, rowBytes, head.Length);
        fullPath = System.IO.Path.GetFullPath(path);
        file = left ?? PartialFile.Create(path, End + DoneMark.Bytes);
        mark = new DoneMark(file, End);
        if (left is null)
        {
            Begin(head);
        }
        else
        {
            Kept = mark.Read(record.Rows.Count);
            isRecorded = true;
        }

        done = new DoneRows(Kept);
        nextSave = Stopwatch.GetTimestamp() + (long)(Between.TotalSeconds * Stopwatch.Frequency);
    }

    /// <summary>Rows that would not be lost if the process were killed now.</summary>
    public long Kept { get; private set; }

    /// <summary>Rows that were done and are nowhere any more.</summary>
    public long Lost { get; private set; }

    /// <summary>Where those are that are kept.</summary>
    public string Name => refuge?.Name ?? file.Name;

    /// <summary>The name of the file with which a later run goes on: the one that was asked for, or one at another place.</summary>
    public string Path => refuge?.Path ?? path;

    private long End => headBytes + (record.Rows.Count * rowBytes);

    /// <summary>Bytes that a part takes on the disk while it is written.</summary>
    public static Int128 BytesOf(long rows, int rowBytes) => ((Int128)rows * rowBytes) + DoneMark.Bytes;

    /// <summary>Whether an interrupted run has left rows, or a run is writing them.</summary>
    public static bool IsBegun(string path) => PartialFile.For(path) is var partial && File.Exists(partial) && File.Exists(RecordOf(partial));

    /// <summary>Refuses where an interrupted run left rows that would be lost.</summary>
    /// <exception cref="DataFileException">It did, or a run is writing them.</exception>
    public static void RefuseKept(string path)
    {
        if (!File.Exists(PartialFile.For(path)))
        {
            return;
        }

        using var left = PartialFile.Open(path);
        if (IsBegun(path) && !DoneMark.SaysNothing(left))
        {
            throw new DataFileException(PartialFile.For(path), "it holds what an interrupted run has done; go on with that run by --resume, or delete the file to begin anew.");
        }
    }

    /// <summary>Whether an earlier run has completed this part.</summary>
    /// <exception cref="DataFileException">The record beside it is damaged.</exception>
    public static bool IsComplete(string path, PartRecord record, long bytes)
    {
        string partial = PartialFile.For(path);
        if (File.Exists(partial) || !File.Exists(path) || new FileInfo(path).Length != bytes)
        {
            return false;
        }

        // A run that was killed between the file's renaming and the end has left its record under the partial file's name.
        PartRecord? written = record.Shard is null ? PartRecord.Read(RecordOf(partial)) : PartRecord.Read(PartRecord.NameFor(path));
        bool isThis = written is not null && written.Rows == record.Rows && record.Run.DifferenceFrom(written.Run) is null
            && (record.Shard is null || written.Checksum == Checksum.Of(path));
        if (isThis)
        {
            Remove(RecordOf(partial));
        }

        return isThis;
    }

    /// <summary>Begins a file, or goes on with the one that is there.</summary>
    /// <param name="path">The name that it gets when it is complete.</param>
    /// <param name="record">What it is a part of.</param>
    /// <param name="head">The bytes before the first row.</param>
    /// <param name="rowBytes">Bytes of a row.</param>
    /// <param name="resumes">Whether to go on with what an interrupted run left.</param>
    /// <exception cref="DataFileException">It cannot be made, another run is writing it, or what is there is not of this run.</exception>
    public static PartWriter Begin(string path, PartRecord record, byte[] head, int rowBytes, bool resumes)
    {
        if (!resumes)
        {
            RefuseKept(path);
        }

        string partial = PartialFile.For(path);
        PartWriter? begun = resumes && File.Exists(partial) ? Resumed(path, partial, record, head, rowBytes) : null;
        return begun ?? New(path, record, head, rowBytes);
    }

    /// <summary>Writes rows at their place, and now and then the mark of what is done. From any thread.</summary>
    /// <param name="first">The first of them, counted from the part's first.</param>
    /// <param name="bytes">Their bytes.</param>
    /// <exception cref="DataFileException">The file cannot be written.</exception>
    public void Write(long first, ReadOnlySpan<byte> bytes)
    {
        file.Write(bytes, headBytes + (first * rowBytes));
        done.Add(first, bytes.Length / rowBytes);
        if (Stopwatch.GetTimestamp() >= Volatile.Read(ref nextSave) && saving.TryEnter())
        {
            try
            {
                Save();
            }
            finally
            {
                saving.Exit();
            }
        }
    }

    /// <summary>Reads rows that are done.</summary>
    public void Read(long first, Span<byte> bytes)
    {
        if (file.Read(bytes, headBytes + (first * rowBytes)) != bytes.Length)
        {
            throw new DataFileException(file.Name, "the file is truncated.");
        }
    }

    /// <summary>Keeps what is done, as far as the disk lets it, and closes the file; deletes it where that is nothing.</summary>
    /// <returns>Rows that a later run need not draw again.</returns>
    public long Keep()
    {
        lock (saving)
        {
            try
            {
                Save();
            }
            catch (DataFileException)
            {
                // What the last mark says is there.
            }

            if (!file.IsThere)
            {
                Shelter();
            }
        }

        if (Kept == 0)
        {
            Discard();
        }

        file.Dispose();
        return Kept;
    }

    /// <summary>Deletes the file.</summary>
    public void Discard()
    {
        Remove(RecordOf(file.Name));
        file.Discard();
    }

    /// <summary>Gives the file its name, and a part its record.</summary>
    /// <exception cref="DataFileException">It cannot be done.</exception>
    public void Commit()
    {
        if (record.Shard is not null)
        {
            file.Flush();
            (record with { Checksum = Checksum.Of(file.Read, End) }).Write(PartRecord.NameFor(path));
        }

        file.Commit(End);
        Remove(RecordOf(file.Name));
    }

    /// <summary>Closes the file; what was not committed stays.</summary>
    public void Dispose() => file.Dispose();

    private static void Remove(string name)
    {
        try
        {
            File.Delete(name);
        }
        catch (Exception failure) when (WriteFault.IsOne(failure))
        {
            // A record that is not needed any more may be gone with its folder.
        }
    }

    internal static string RecordOf(string partial) => $"{partial}.json";

    private static PartWriter? Resumed(string path, string partial, PartRecord record, byte[] head, int rowBytes)
    {
        PartialFile? file = PartialFile.Open(path);
        try
        {
            if (PartRecord.Read(RecordOf(partial)) is not { } begun)
            {
                return null;
            }

            if (begun.Rows != record.Rows || begun.Shard != record.Shard)
            {
                throw new DataFileException(partial, $"it holds shard {begun.Shard ?? "1/1"} and not {record.Shard ?? "1/1"}; delete it to begin anew.");
            }

            if (record.Run.DifferenceFrom(begun.Run) is { } difference)
            {
                throw new DataFileException(partial, $"it was begun {difference}; delete it to begin anew.");
            }

            var writer = new PartWriter(path, record, file, head, rowBytes);
            file = null;
            return writer;
        }
        finally
        {
            file?.Dispose();
        }
    }

    private static PartWriter New(string path, PartRecord record, byte[] head, int rowBytes)
    {
        Remove(RecordOf(PartialFile.For(path)));
        return new PartWriter(path, record, null, head, rowBytes);
    }

    private void Begin(byte[] head)
    {
        try
        {
            file.Write(head, 0);
            mark.Begin();
        }
        catch (DataFileException)
        {
            file.Discard();
            throw;
        }
    }

    private void Shelter()
    {
        long whole = done.Whole;
        refuge = whole > 0 ? Refuge.Of(fullPath, record, file, headBytes + (whole * rowBytes), End, whole) : null;
        (Kept, Lost) = refuge is null ? (0L, whole) : (whole, 0L);
    }

    // The rows first, then the mark: it must never say more than the disk has.
    private void Save()
    {
        long whole = done.Whole;
        if (whole > Kept)
        {
            long begun = Stopwatch.GetTimestamp();
            file.Flush();
            if (!isRecorded)
            {
                // A run of less than a second needs none.
                record.Write(RecordOf(file.Name));
                isRecorded = true;
            }

            mark.Write(whole);
            Kept = whole;
            nextSave = (long)(Stopwatch.GetTimestamp() + Math.Max(Between.TotalSeconds * Stopwatch.Frequency, (Stopwatch.GetTimestamp() - begun) / LongestShare));
        }
    }
}
