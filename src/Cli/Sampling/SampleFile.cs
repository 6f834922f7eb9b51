using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using ScoreSde.Cli.Devices;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Output;
using ScoreSde.Cli.Parts;
using ScoreSde.Cli.Pictures;
using ScoreSde.Cli.Planning;
using ScoreSde.Data.Npy;
using ScoreSde.Sampling;

namespace ScoreSde.Cli.Sampling;

/// <summary>Takes samples into a file as they are done, in the units of the data, and the first of them for a picture.</summary>
/// <typeparam name="T">In what they are drawn.</typeparam>
internal sealed class SampleFile<T> : ISampleSink<T>, IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const string Remedy = "give a smaller --count, or --out on another disk";

    private readonly Model model;
    private readonly RowRange rows;
    private readonly PartWriter? writer;
    private readonly float[] shown;

    /// <param name="output">What goes where.</param>
    /// <param name="terminal">Knows the disks.</param>
    public SampleFile(SampleOutput output, Terminal terminal)
    {
        (model, rows) = (output.Model, output.Rows);
        SampleTarget target = output.Target!;
        string path = output.Out!;
        IsDouble = FileUnits.IsDouble<T>(model);
        int rowBytes = model.Dimension * (IsDouble ? sizeof(double) : sizeof(float));
        byte[] head = IsDouble ? NpyWriter<double>.Head(rows.Count, model.Dimension) : NpyWriter<float>.Head(rows.Count, model.Dimension);
        var record = new PartRecord { Format = PartRecord.ThisFormat, Run = target.Run, Shard = target.Shard?.ToString(), Rows = rows };
        Bytes = (double)PartWriter.BytesOf(rows.Count, rowBytes);
        shown = new float[output.Image is null ? 0 : SamplePictures.RowsShown(model, rows.Count) * model.Dimension];
        if (target.Resumes && PartWriter.IsComplete(path, record, head.Length + (rows.Count * rowBytes)))
        {
            Left = new RowRange(rows.End, 0);
            using SafeFileHandle complete = File.OpenHandle(path);
            ReadShown(rows.Count, bytes => RandomAccess.Read(complete, bytes, head.Length));
            return;
        }

        if (!(target.Resumes && PartWriter.IsBegun(path)))
        {
            DiskPlan.Check(path, Bytes, Remedy, terminal);
        }

        writer = PartWriter.Begin(path, record, head, rowBytes, target.Resumes);
        Left = new RowRange(rows.First + writer.Kept, rows.Count - writer.Kept);
        ReadShown(writer.Kept, bytes => writer.Read(0, bytes));
    }

    /// <summary>Whether the file has doubles.</summary>
    public bool IsDouble { get; }

    /// <summary>Bytes of the file.</summary>
    public double Bytes { get; }

    /// <summary>The samples that are not there yet.</summary>
    public RowRange Left { get; }

    /// <summary>Whether an earlier run has made the file.</summary>
    public bool IsComplete => writer is null;

    /// <summary>The first samples in the data's units, for a picture.</summary>
    public ReadOnlySpan<float> Shown => shown;

    /// <summary>Where samples are until all are there.</summary>
    public string PartialName => writer!.Name;

    /// <summary>The name of the file with which a later run goes on.</summary>
    public string GoOnWith => writer!.Path;

    /// <summary>Samples that were done and are nowhere any more, since their file was taken away.</summary>
    public long Lost => writer?.Lost ?? 0;

    /// <inheritdoc/>
    public void Take(long firstSample, Span<T> rows)
    {
        model.ToNatural(rows);
        long first = firstSample - this.rows.First;
        if (first * model.Dimension < shown.Length)
        {
            Span<float> place = shown.AsSpan((int)(first * model.Dimension));
            for (int i = 0; i < Math.Min(rows.Length, place.Length); i++)
            {
                place[i] = float.CreateTruncating(rows[i]);
            }
        }

        if (model.Columns is null)
        {
            writer!.Write(first, MemoryMarshal.AsBytes(rows));
        }
        else if (IsDouble)
        {
            WriteInFileUnits<double>(first, rows);
        }
        else
        {
            WriteInFileUnits<T>(first, rows);
        }
    }

    /// <summary>Keeps what is done and closes the file.</summary>
    /// <returns>Samples that a later run need not draw again.</returns>
    public long Keep() => writer?.Keep() ?? 0;

    /// <summary>Deletes what is done.</summary>
    public void Discard() => writer?.Discard();

    /// <summary>Gives the complete file its name.</summary>
    public void Commit() => writer?.Commit();

    /// <inheritdoc/>
    public void Dispose() => writer?.Dispose();

    private void WriteInFileUnits<TFile>(long first, ReadOnlySpan<T> natural)
        where TFile : unmanaged, IFloatingPointIeee754<TFile>
    {
        TFile[] buffer = ArrayPool<TFile>.Shared.Rent(natural.Length);
        Span<TFile> values = buffer.AsSpan(0, natural.Length);
        model.Columns!.ToFile(natural, model.Dimension, values);
        writer!.Write(first, MemoryMarshal.AsBytes(values));
        ArrayPool<TFile>.Shared.Return(buffer);
    }

    // Those that an earlier run has drawn.
    private void ReadShown(long kept, Action<Span<byte>> read)
    {
        int numbers = (int)Math.Min(kept * model.Dimension, shown.Length);
        if (IsDouble)
        {
            ReadShown<double>(numbers, read);
        }
        else
        {
            ReadShown<float>(numbers, read);
        }
    }

    private void ReadShown<TFile>(int numbers, Action<Span<byte>> read)
        where TFile : unmanaged, IFloatingPointIeee754<TFile>
    {
        if (numbers == 0)
        {
            return;
        }

        var values = new TFile[numbers];
        read(MemoryMarshal.AsBytes(values.AsSpan()));
        for (int i = 0; i < numbers; i++)
        {
            shown[i] = model.Columns is { } columns
                ? (float)columns.ToValue(double.CreateTruncating(values[i]), i % model.Dimension)
                : float.CreateTruncating(values[i]);
        }
    }
}
