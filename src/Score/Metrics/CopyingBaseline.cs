namespace ScoreSde.Metrics;

/// <summary>A <see cref="CopyingCheck"/> whose training and held-out rows are known: how near these come to each other is found once.</summary>
public sealed class CopyingBaseline
{
    private readonly CopyingCheck settings;
    private readonly KnownRows training;
    private readonly Lazy<double[]> real;

    internal CopyingBaseline(CopyingCheck settings, KnownRows training, Samples heldOut)
    {
        (this.settings, this.training) = (settings, training);
        real = new(() => Distances(MetricSamples.Cap(heldOut, settings.Cap, settings.Seed, 1)));
    }

    /// <summary>Looks for copies among samples.</summary>
    /// <exception cref="ArgumentException">The dimensions differ, or there are fewer than two rows.</exception>
    public CopyingReport Evaluate(Samples samples)
    {
        MetricSamples.Check(training.Rows, samples, least: 2);
        double low = Quantile(real.Value, CopyingCheck.LowQuantile);
        double[] made = Distances(MetricSamples.Cap(samples, settings.Cap, settings.Seed, 2));
        double close = (double)made.Count(distance => distance < low) / made.Length;
        double error = Math.Sqrt(CopyingCheck.LowQuantile * (1 - CopyingCheck.LowQuantile) * ((1.0 / made.Length) + (1.0 / real.Value.Length)));
        return new(
            Quantile(made, 0.5), Quantile(real.Value, 0.5), Quantile(made, CopyingCheck.LowQuantile), low, close, error, made.Length, real.Value.Length);
    }

    private double[] Distances(Samples queries)
    {
        NeighbourTable nearest = training.Nearest(queries, 1);
        var distances = new double[queries.Count];
        for (int i = 0; i < distances.Length; i++)
        {
            distances[i] = nearest.Distance(i);
        }

        Array.Sort(distances);
        return distances;
    }

    // Linear between order statistics, with the smallest as 0 and the largest as 1.
    private static double Quantile(double[] sorted, double share)
    {
        double place = share * (sorted.Length - 1);
        int below = (int)place;
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
    }
}
