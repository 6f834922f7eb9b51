using ScoreSde.Cli.Devices;
using ScoreSde.Cli.Parts;
using ScoreSde.Sampling;

namespace ScoreSde.Tests.Devices;

/// <summary>A device that hands over whole runs is asked for some rows after the others: every row once, each at its own place, few at first.</summary>
public sealed class ChunksTests
{
    [Theory]
    [InlineData(0, 5000, 2)]
    [InlineData(700, 4000, 3)]
    [InlineData(3, 1, 1)]
    public void Every_row_comes_once_at_its_place(long first, long count, int dimension)
    {
        var sink = new Rows(first, count, dimension);
        var asked = new List<RowRange>();
        var told = new List<double>();
        int evaluations = Chunks.Stream(
            new RowRange(first, count),
            dimension,
            (rows, progress) =>
            {
                asked.Add(rows);
                progress!.Report(0.5);
                progress.Report(1);
                return new SampleSet<double>([.. Enumerable.Range(0, (int)rows.Count * dimension).Select(i => (double)((rows.First * dimension) + i))], (int)rows.Count, dimension, asked.Count);
            },
            sink,
            new Told<double>(told.Add));
        Assert.Equal(asked.Count, evaluations);
        Assert.Equal(Enumerable.Range(0, (int)count * dimension).Select(i => (double)((first * dimension) + i)), sink.Values);
        Assert.Equal(first, asked[0].First);
        Assert.Equal(first + count, asked[^1].End);
        Assert.Equal(Math.Min(1024, count), asked[0].Count);
        Assert.All(asked.Zip(asked.Skip(1)), static pair => Assert.Equal(pair.First.End, pair.Second.First));
        Assert.All(asked.Zip(asked.Skip(1)).SkipLast(1), static pair => Assert.Equal(2 * pair.First.Count, pair.Second.Count));

        // The fraction of all, halfway through each and at its end.
        Assert.Equal(asked.SelectMany(rows => new[] { (rows.First + (rows.Count / 2.0) - first) / count, (double)(rows.End - first) / count }), told, static (one, other) => Math.Abs(one - other) < 1e-12);
    }

    /// <summary>64 MB at once, and one row where it is larger.</summary>
    [Theory]
    [InlineData(1_000_000, 16)]
    [InlineData(3_000_000, 5)]
    [InlineData(20_000_000, 1)]
    public void Large_rows_come_in_small_numbers(int dimension, long most)
    {
        var asked = new List<long>();
        Chunks.Stream<float>(
            new RowRange(0, 20),
            dimension,
            (rows, _) =>
            {
                asked.Add(rows.Count);
                return new SampleSet<float>([], (int)rows.Count, dimension, 1);
            },
            new Nothing(),
            null);
        Assert.Equal(Math.Min(most, 20), asked[0]);
        Assert.Equal(20, asked.Sum());
    }

    private sealed class Rows(long first, long count, int dimension) : ISampleSink<double>
    {
        public double[] Values { get; } = [.. Enumerable.Repeat(double.NaN, (int)count * dimension)];

        public void Take(long firstSample, Span<double> rows) => rows.CopyTo(Values.AsSpan((int)(firstSample - first) * dimension));
    }

    private sealed class Nothing : ISampleSink<float>
    {
        public void Take(long firstSample, Span<float> rows)
        {
        }
    }

    private sealed class Told<T>(Action<T> tell) : IProgress<T>
    {
        public void Report(T value) => tell(value);
    }
}
