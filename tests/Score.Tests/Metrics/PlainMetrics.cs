using ScoreSde.Metrics;

namespace ScoreSde.Tests.Metrics;

/// <summary>Metrics as they are written down, once more, in double and by brute force.</summary>
internal static class PlainMetrics
{
    /// <summary>|x_i − y_j| of all pairs.</summary>
    public static double[,] Distances(Samples x, Samples y)
    {
        var distances = new double[x.Count, y.Count];
        for (int i = 0; i < x.Count; i++)
        {
            for (int j = 0; j < y.Count; j++)
            {
                double square = 0;
                for (int k = 0; k < x.Dimension; k++)
                {
                    square += Math.Pow((double)x[i][k] - y[j][k], 2);
                }

                distances[i, j] = Math.Sqrt(square);
            }
        }

        return distances;
    }

    /// <summary>2E|X − Y| − E|X − X′| − E|Y − Y′|.</summary>
    public static double Energy(Samples x, Samples y, bool unbiased)
    {
        double Mean(Samples a, Samples b, bool same) =>
            Distances(a, b).Cast<double>().Sum() / (same && unbiased ? a.Count * (a.Count - 1.0) : (double)a.Count * b.Count);
        return (2 * Mean(x, y, false)) - Mean(x, x, true) - Mean(y, y, true);
    }

    /// <summary>The jackknife's standard error of a statistic over the rows of one side: √((n − 1)/n Σ (s_i − s̄)²).</summary>
    public static double Jackknife(Samples samples, Func<Samples, double> statistic)
    {
        int n = samples.Count;
        double[] without = [.. Enumerable.Range(0, n).Select(i => statistic(Without(samples, [i])))];
        return Spread(without);
    }

    /// <summary>√((n − 1)/n Σ (s_i − s̄)²).</summary>
    public static double Spread(double[] without)
    {
        double mean = without.Average();
        return Math.Sqrt(without.Sum(one => (one - mean) * (one - mean)) * (without.Length - 1) / without.Length);
    }

    /// <summary>All rows but some.</summary>
    public static Samples Without(Samples samples, ICollection<int> rows) =>
        samples.Select([.. Enumerable.Range(0, samples.Count).Where(row => !rows.Contains(row))]);

    /// <summary>
    /// The sliced Wasserstein-2 distance along given directions of any length and its error: quantile functions on the grid of all steps of both, images T as their means, φ by
    /// the trapezoid rule.
    /// </summary>
    public static MetricValue Sliced(Samples x, Samples y, double[][] directions)
    {
        double sum = 0;
        var phiX = new double[x.Count];
        var phiY = new double[y.Count];
        foreach (double[] direction in directions)
        {
            double length = Math.Sqrt(direction.Sum(part => part * part));
            double[] theta = [.. direction.Select(part => part / length)];
            (double Value, int Row)[] a = Sorted(x, theta);
            (double Value, int Row)[] b = Sorted(y, theta);
            int n = a.Length, m = b.Length;

            // The unit of mass is 1/(n m): piece p belongs to a[p/m] and b[p/n].
            var pieces = Enumerable.Range(0, n * m).Select(p => (I: p / m, J: p / n)).ToArray();
            sum += pieces.Average(p => Math.Pow(a[p.I].Value - b[p.J].Value, 2));
            AddPotentials(a, [.. pieces.GroupBy(p => p.I).OrderBy(g => g.Key).Select(g => g.Average(p => b[p.J].Value))], phiX);
            AddPotentials(b, [.. pieces.GroupBy(p => p.J).OrderBy(g => g.Key).Select(g => g.Average(p => a[p.I].Value))], phiY);
        }

        double value = Math.Sqrt(sum / directions.Length);
        double variance = (Variance(phiX) / x.Count) + (Variance(phiY) / y.Count);
        return new(value, Math.Sqrt(variance) / directions.Length / (2 * value));
    }

    /// <summary>The sample variance.</summary>
    public static double Variance(double[] values)
    {
        double mean = values.Average();
        return values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1);
    }

    private static (double Value, int Row)[] Sorted(Samples samples, double[] theta) =>
        [.. Enumerable.Range(0, samples.Count).Select(row => (theta.Select((part, k) => part * samples[row][k]).Sum(), row)).Order()];

    private static void AddPotentials((double Value, int Row)[] sorted, double[] images, double[] potentials)
    {
        double potential = 0;
        for (int i = 1; i < sorted.Length; i++)
        {
            double slopes = sorted[i - 1].Value - images[i - 1] + sorted[i].Value - images[i];
            potential += (sorted[i].Value - sorted[i - 1].Value) * slopes;
            potentials[sorted[i].Row] += potential;
        }
    }
}
