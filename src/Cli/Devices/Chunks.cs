using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using ScoreSde.Cli.Parts;
using ScoreSde.Sampling;

namespace ScoreSde.Cli.Devices;

/// <summary>Samples of a device that hands over whole runs, in runs of some of them: few at first, as many as take some seconds and little memory later.</summary>
internal static class Chunks
{
    private const int FirstRows = 1024;
    private const double MostBytes = 64e6;
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(5);

    /// <summary>Does it.</summary>
    /// <param name="rows">The samples.</param>
    /// <param name="dimension">Numbers in one.</param>
    /// <param name="draw">Draws some of them, and tells the fraction of these that is done.</param>
    /// <param name="sink">Takes them.</param>
    /// <param name="progress">Told the fraction of all that is done.</param>
    /// <returns>Score evaluations that each sample took.</returns>
    public static int Stream<T>(
        RowRange rows, int dimension, Func<RowRange, IProgress<double>?, SampleSet<T>> draw, ISampleSink<T> sink, IProgress<double>? progress)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        long most = Math.Max(1, (long)(MostBytes / ((double)dimension * Unsafe.SizeOf<T>())));
        long size = Math.Min(FirstRows, most);
        int evaluations = 0;
        for (long first = rows.First; first < rows.End;)
        {
            var chunk = new RowRange(first, Math.Min(size, rows.End - first));
            long begun = Stopwatch.GetTimestamp();
            SampleSet<T> samples = draw(chunk, progress is null ? null : new Share(progress, (double)(first - rows.First) / rows.Count, (double)chunk.Count / rows.Count));
            sink.Take(first, samples.Values);
            evaluations = samples.Evaluations;
            first = chunk.End;
            size = Stopwatch.GetElapsedTime(begun) < Enough ? Math.Min(2 * size, most) : size;
        }

        return evaluations;
    }

    private sealed class Share(IProgress<double> whole, double before, double share) : IProgress<double>
    {
        public void Report(double value) => whole.Report(before + (share * value));
    }
}
