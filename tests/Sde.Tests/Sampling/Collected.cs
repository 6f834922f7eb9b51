using ScoreSde.Sampling;

namespace ScoreSde.Tests.Sampling;

/// <summary>Collects what a sink is given, and how often each row came.</summary>
internal sealed class Collected(int dimension, long first, int count) : ISampleSink<double>
{
    private readonly Lock taking = new();

    public double[] Values { get; } = new double[count * dimension];

    public int[] Times { get; } = new int[count];

    public void Take(long firstSample, Span<double> rows)
    {
        lock (taking)
        {
            int row = (int)(firstSample - first);
            rows.CopyTo(Values.AsSpan(row * dimension));
            for (int i = 0; i < rows.Length / dimension; i++)
            {
                Times[row + i]++;
            }
        }

        // A sink may write over what it is given.
        rows.Clear();
    }
}
