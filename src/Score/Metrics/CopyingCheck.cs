namespace ScoreSde.Metrics;

/// <summary>
/// Does a sampler repeat its training rows? Compares the distances of samples from their nearest training rows with those of held-out real
/// rows. C. Meehan, K. Chaudhuri, S. Dasgupta, A non-parametric test to detect data-copying in generative models, 2020 (the idea).
/// </summary>
public sealed record CopyingCheck
{
    /// <summary>The quantile below which a distance counts as close: 1 %.</summary>
    public const double LowQuantile = 0.01;

    /// <summary>The most samples and held-out rows that are looked at; of more, random sub-sets keyed by the seed.</summary>
    public int Cap { get; init; } = 2_000;

    /// <summary>The seed of the sub-sets.</summary>
    public ulong Seed { get; init; }

    /// <summary>Looks for copies; all rows in the same units.</summary>
    /// <exception cref="ArgumentException">The dimensions differ, or there are fewer than two rows of a kind.</exception>
    public CopyingReport Evaluate(Samples training, Samples heldOut, Samples samples)
    {
        MetricSamples.Check(training, samples, least: 2);
        MetricSamples.Check(training, heldOut, least: 2);
        Require.Positive(Cap);
        var points = new PointPanels(training);
        double[] real = Distances(MetricSamples.Cap(heldOut, Cap, Seed, 1), points);
        double[] made = Distances(MetricSamples.Cap(samples, Cap, Seed, 2), points);
        double low = Quantile(real, LowQuantile);
        double close = (double)made.Count(distance => distance < low) / made.Length;
        double error = Math.Sqrt(LowQuantile * (1 - LowQuantile) * ((1.0 / made.Length) + (1.0 / real.Length)));
        return new(Quantile(made, 0.5), Quantile(real, 0.5), Quantile(made, LowQuantile), low, close, error, made.Length, real.Length);
    }

    private static double[] Distances(Samples queries, PointPanels points)
    {
        var nearest = new NeighbourTable(queries, points, 1);
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
