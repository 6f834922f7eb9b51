using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Parts;
using ScoreSde.Comparison;
using ScoreSde.Comparison.Contestants;
using ScoreSde.Comparison.Reports;
using ScoreSde.Data;
using ScoreSde.Data.Npy;
using ScoreSde.Metrics;

namespace ScoreSde.Cli.Comparing;

/// <summary>
/// The samples of all runs of a comparison in a file, [sample, run, number], in the units in which they are measured. A sample's runs stand together, so that parts of the
/// samples are merged as those of any other array are.
/// </summary>
/// <typeparam name="T">In what they were drawn.</typeparam>
internal sealed class DrawnFile<T> : IDrawnRuns, IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly string path;
    private readonly SafeFileHandle file;
    private readonly NpyHeader head;
    private readonly RunCosts costs;
    private readonly IReadOnlyList<PlannedRun> planned;

    private DrawnFile(string path, NpyHeader head, RunCosts costs, IReadOnlyList<PlannedRun> planned)
    {
        (this.path, this.head, this.costs, this.planned) = (path, head, costs, planned);
        file = File.OpenHandle(path, options: FileOptions.RandomAccess);
    }

    /// <inheritdoc/>
    public int Parts => costs.Parts;

    private int Count => (int)head.Shape[0];

    private int Dimension => (int)head.Shape[2];

    /// <summary>Opens one that holds all samples.</summary>
    /// <param name="path">The file.</param>
    /// <param name="run">The run that it must be of.</param>
    /// <param name="planned">Its runs.</param>
    /// <param name="dimension">Numbers in a sample.</param>
    /// <exception cref="UsageException">It is of another run, or a part.</exception>
    /// <exception cref="DataFileException">It is damaged.</exception>
    public static DrawnFile<T> Open(string path, RunIdentity run, IReadOnlyList<PlannedRun> planned, int dimension)
    {
        PartRecord record = PartRecord.Read(PartRecord.NameFor(path))
            ?? throw new DataFileException(path, $"there is no {PartRecord.NameFor(path)}, which would say of what runs it holds samples.");
        if (record is not { Comparison: { } costs, Checksum: { } hash })
        {
            throw new DataFileException(path, "it does not hold samples of a comparison's runs, as 'compare --out' writes them.");
        }

        if (run.DifferenceFrom(record.Run) is { } difference)
        {
            throw new UsageException([$"{path} was drawn {difference}."]);
        }

        if (record.Shard is not null && record.Rows.Count != run.Count)
        {
            throw new UsageException([$"{path} is shard {record.Shard}: 'merge' makes one file of all parts, of which all measures are taken."]);
        }

        NpyHeader head = NpyFile.ReadHead(path);
        if (head.IsFortran || head.Descriptor != Descriptor || !head.Shape.SequenceEqual([run.Count, planned.Count, dimension]) || costs.Runs.Count != planned.Count)
        {
            throw new DataFileException(path, $"it is not an array of the {run.Count} × {planned.Count} × {dimension} numbers that its record promises.");
        }

        if (Checksum.Of(path) != hash)
        {
            throw new DataFileException(path, "it is damaged: its bytes do not have the checksum of its record.");
        }

        try
        {
            return new DrawnFile<T>(path, head, costs, planned);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new DataFileException(path, "it cannot be read.", cause);
        }
    }

    /// <summary>The head of a file of so many samples.</summary>
    public static byte[] Head(long count, int runs, int dimension) => new NpyHeader(Descriptor, [count, runs, dimension]).ToBytes();

    /// <summary>Bytes of the numbers of one sample in all runs.</summary>
    public static long RowBytes(int runs, int dimension) => (long)runs * dimension * Unsafe.SizeOf<T>();

    /// <summary>Writes the samples of one run at their places; those of a failed run are not numbers.</summary>
    /// <param name="file">The file.</param>
    /// <param name="head">Bytes before the numbers.</param>
    /// <param name="shape">Samples, runs, numbers in a sample.</param>
    /// <param name="run">Which run.</param>
    /// <param name="values">Its samples, or none.</param>
    public static void Write(PartialFile file, int head, (int Count, int Runs, int Dimension) shape, int run, ReadOnlySpan<T> values)
    {
        var none = new T[values.IsEmpty ? shape.Dimension : 0];
        Array.Fill(none, T.NaN);
        for (int i = 0; i < shape.Count; i++)
        {
            ReadOnlySpan<T> row = values.IsEmpty ? none : values.Slice(i * shape.Dimension, shape.Dimension);
            file.Write(MemoryMarshal.AsBytes(row), head + (i * RowBytes(shape.Runs, shape.Dimension)) + ((long)run * row.Length * Unsafe.SizeOf<T>()));
        }
    }

    /// <inheritdoc/>
    public DrawnRun Run(int index)
    {
        RunCost cost = costs.Runs[index];
        PlannedRun run = planned[index];
        var row = new ComparisonRow(
            run.Contestant.Name, run.Grid?.Name, run.Budget, cost.Steps / Count, cost.Evaluations / Count, cost.Seconds, Count, new Dictionary<string, MetricValue>(), cost.Failure);
        return new DrawnRun(row, cost.Failure is null ? Values(index) : ReadOnlyMemory<float>.Empty);
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => file.Dispose();

    private static string Descriptor => typeof(T) == typeof(float) ? "<f4" : "<f8";

    private float[] Values(int index)
    {
        var values = new float[Count * Dimension];
        var sample = new T[Dimension];
        Span<byte> bytes = MemoryMarshal.AsBytes(sample.AsSpan());
        for (int i = 0; i < Count; i++)
        {
            long place = head.HeadBytes + (i * RowBytes(planned.Count, Dimension)) + ((long)index * bytes.Length);
            int read = 0;
            while (read < bytes.Length && RandomAccess.Read(file, bytes[read..], place + read) is var more and > 0)
            {
                read += more;
            }

            if (read < bytes.Length)
            {
                throw new DataFileException(path, "the file is truncated.");
            }

            for (int j = 0; j < sample.Length; j++)
            {
                values[(i * sample.Length) + j] = float.CreateTruncating(sample[j]);
            }
        }

        return values;
    }
}
