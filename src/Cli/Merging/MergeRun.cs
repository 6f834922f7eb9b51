using System.Diagnostics;
using System.IO.Hashing;
using Microsoft.Win32.SafeHandles;
using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Output;
using ScoreSde.Cli.Parts;
using ScoreSde.Cli.Planning;
using ScoreSde.Data;
using ScoreSde.Data.Npy;

namespace ScoreSde.Cli.Merging;

/// <summary>Makes one file of the parts of a run: the very bytes that the whole run would have written.</summary>
internal static class MergeRun
{
    private const long FlushBytes = 1 << 26;

    /// <summary>Does it.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="UsageException">The parts do not make up a run.</exception>
    /// <exception cref="DataFileException">A part is damaged, or the file cannot be written.</exception>
    public static int Execute(string path, IReadOnlyList<string> paths, Terminal terminal)
    {
        var faults = new List<string>();
        IReadOnlyList<MergePart> parts = MergePlan.Of(paths, faults);
        if (faults.Count > 0)
        {
            throw new UsageException(faults);
        }

        NpyHeader first = parts[0].Head;
        long[] shape = [parts[0].Record.Run.Count, .. first.Shape.Skip(1)];
        byte[] head = new NpyHeader(first.Descriptor, shape).ToBytes();
        long length = head.Length + parts.Sum(static part => part.Bytes);
        PartWriter.RefuseKept(path);
        DiskPlan.Check(path, length, "give a file on another disk", terminal);
        var clock = Stopwatch.StartNew();
        using var file = PartialFile.Create(path, length);
        try
        {
            file.Write(head, 0);
            Copy(parts, file, head.Length, length, terminal);
            if (MergedLikelihoods.Are(parts[0]))
            {
                MergedLikelihoods.Write(parts[0].Record.Run.Command, file, head.Length, checked((int)shape[0]), checked((int)shape[1]), terminal);
            }

            if (parts.All(static part => part.Record.Comparison is not null))
            {
                MergedComparison.Record(parts, file, length, path);
            }

            file.Commit(length);
        }
        catch
        {
            file.Discard();
            throw;
        }

        double seconds = clock.Elapsed.TotalSeconds;
        terminal.Out.WriteLine($"{path}: {string.Join(" × ", shape)} {(first.Descriptor == "<f4" ? "float32" : "float64")}");
        if (parts[0].Record.Comparison is not null)
        {
            terminal.Error.WriteLine($"The table: {parts[0].Record.Run.Command} --from {ShellWord.Of(path)}");
        }

        terminal.Error.WriteLine($"{parts.Count} parts, {MemoryPlan.Size(length)}, {seconds:F2} s.");
        return ExitCode.Done;
    }

    // One after the other: two threads that write one file wait for each other's lock on it. The disk begins to write what is there while more is copied.
    private static void Copy(IReadOnlyList<MergePart> parts, PartialFile file, long place, long length, Terminal terminal)
    {
        using var bar = new ProgressBar("merging", terminal);
        var chunk = new byte[Checksum.ChunkBytes];
        (long done, long flushed) = (0, 0);
        Task flush = Task.CompletedTask;
        try
        {
            foreach (MergePart part in parts)
            {
                Copy(part, file, place + done, chunk, Written);
            }

            flush.GetAwaiter().GetResult();
        }
        finally
        {
            // It ends before the file is closed, whatever becomes of it.
            Task.WaitAny(flush);
        }

        void Written(int count)
        {
            terminal.Cancellation.ThrowIfCancellationRequested();
            done += count;
            bar.Report((double)done / length);
            if (done - flushed >= FlushBytes && flush.IsCompleted)
            {
                flush.GetAwaiter().GetResult();
                flushed = done;
                flush = Task.Run(file.Flush, CancellationToken.None);
            }
        }
    }

    // The head counts towards the checksum and goes nowhere.
    private static void Copy(MergePart part, PartialFile file, long place, byte[] chunk, Action<int> written)
    {
        var hash = new XxHash128();
        try
        {
            using SafeFileHandle source = File.OpenHandle(part.Path, options: FileOptions.SequentialScan);
            long from = 0;
            int count;
            while ((count = RandomAccess.Read(source, chunk, from)) > 0)
            {
                hash.Append(chunk.AsSpan(0, count));
                int skipped = (int)Math.Clamp(part.Head.HeadBytes - from, 0, count);
                if (from + count > part.Head.HeadBytes + part.Bytes)
                {
                    break;
                }

                file.Write(chunk.AsSpan(skipped, count - skipped), place + from + skipped - part.Head.HeadBytes);
                from += count;
                written(count - skipped);
            }
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new DataFileException(part.Path, "it cannot be read.", cause);
        }

        if (Checksum.Of(hash) != part.Record.Checksum)
        {
            throw new DataFileException(part.Path, $"it is damaged: its bytes do not have the checksum of its record; draw shard {part.Record.Shard} again.");
        }
    }
}
