using System.Diagnostics;
using System.Security.Cryptography;
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
    private const int ChunkBytes = 1 << 18;
    private const int MostAtOnce = 4;

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
                MergedLikelihoods.Write(file, head.Length, checked((int)shape[0]), terminal);
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

    private static void Copy(IReadOnlyList<MergePart> parts, PartialFile file, long place, long length, Terminal terminal)
    {
        using var bar = new ProgressBar("merging", terminal);
        long done = 0;
        var places = new long[parts.Count];
        for (int i = 0; i < parts.Count; i++)
        {
            places[i] = place;
            place += parts[i].Bytes;
        }

        try
        {
            Parallel.For(
                0,
                parts.Count,
                new ParallelOptions { MaxDegreeOfParallelism = Math.Min(MostAtOnce, Environment.ProcessorCount), CancellationToken = terminal.Cancellation },
                i => Copy(parts[i], file, places[i], count => bar.Report((double)Interlocked.Add(ref done, count) / length), terminal.Cancellation));
        }
        catch (AggregateException failures)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failures.InnerExceptions[0]);
        }
    }

    // The head counts towards the checksum and goes nowhere.
    private static void Copy(MergePart part, PartialFile file, long place, Action<int> told, CancellationToken cancellation)
    {
        using IncrementalHash hash = Sha256.Begin();
        var chunk = new byte[ChunkBytes];
        try
        {
            using SafeFileHandle source = File.OpenHandle(part.Path, options: FileOptions.SequentialScan);
            long from = 0;
            int count;
            while ((count = RandomAccess.Read(source, chunk, from)) > 0)
            {
                cancellation.ThrowIfCancellationRequested();
                hash.AppendData(chunk.AsSpan(0, count));
                int skipped = (int)Math.Clamp(part.Head.HeadBytes - from, 0, count);
                if (from + count > part.Head.HeadBytes + part.Bytes)
                {
                    break;
                }

                file.Write(chunk.AsSpan(skipped, count - skipped), place + from + skipped - part.Head.HeadBytes);
                from += count;
                told(count);
            }
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new DataFileException(part.Path, "it cannot be read.", cause);
        }

        if (Convert.ToHexStringLower(hash.GetHashAndReset()) != part.Record.Sha256)
        {
            throw new DataFileException(part.Path, $"it is damaged: its bytes do not have the SHA-256 of its record; draw shard {part.Record.Shard} again.");
        }
    }
}
