namespace ScoreSde.Metrics;

/// <summary>
/// The energy distance 2E|X − Y| − E|X − X′| − E|Y − Y′| ≥ 0, as it is, without a root; in units of x. G. Székely and M. Rizzo,
/// Energy statistics, 2013.
/// </summary>
/// <remarks>
/// The default is the V-statistic: the means run over all pairs, i = j included, so that it is the distance of the two empirical laws,
/// never negative, and E|X − X′|/n + E|Y − Y′|/m in the mean when the laws agree. <see cref="Unbiased"/> leaves i = j out: the
/// U-statistic, 0 in the mean when they agree. Its cost is O(n m d). The standard error is the jackknife's over single rows of both
/// sides; when the laws agree it is too large rather than too small (a degenerate statistic: by √2 in the limit).
/// </remarks>
public sealed record EnergyDistance : ISampleMetric
{
    /// <inheritdoc/>
    public string Name => "energyDistance";

    /// <summary>Whether pairs of a row with itself are left out.</summary>
    public bool Unbiased { get; init; }

    /// <summary>The most rows of either side that are used; of more, a random sub-set keyed by the seed.</summary>
    public int Cap { get; init; } = 10_000;

    /// <summary>The seed of the sub-sets.</summary>
    public ulong Seed { get; init; }

    /// <inheritdoc/>
    public MetricValue Evaluate(Samples truth, Samples samples)
    {
        MetricSamples.Check(truth, samples, least: 3);
        Require.Positive(Cap);
        Samples x = MetricSamples.Cap(truth, Cap, Seed, 1);
        Samples y = MetricSamples.Cap(samples, Cap, Seed, 2);
        var xPanels = new PointPanels(x);
        var yPanels = new PointPanels(y);
        var across = new double[x.Count];
        var acrossOther = new double[y.Count];
        var within = new double[x.Count];
        var withinOther = new double[y.Count];
        PairSums.Within(x, xPanels, within);
        PairSums.Within(y, yPanels, withinOther);
        PairSums.Across(x, yPanels, across, acrossOther);
        double total = across.Sum();
        double totalX = within.Sum();
        double totalY = withinOther.Sum();
        double value = Statistic(total, totalX, totalY, x.Count, y.Count);
        double variance =
            Jackknife(x.Count, i => Statistic(total - across[i], totalX - (2 * within[i]), totalY, x.Count - 1, y.Count))
            + Jackknife(y.Count, j => Statistic(total - acrossOther[j], totalX, totalY - (2 * withinOther[j]), x.Count, y.Count - 1));
        return new(value, Math.Sqrt(variance));
    }

    private static double Jackknife(int count, Func<int, double> without)
    {
        double sum = 0;
        double squares = 0;
        double shift = without(0);
        for (int i = 0; i < count; i++)
        {
            double deviation = without(i) - shift;
            sum += deviation;
            squares += deviation * deviation;
        }

        return Math.Max(0, squares - (sum * sum / count)) * (count - 1) / count;
    }

    private double Statistic(double across, double withinX, double withinY, int n, int m) =>
        (2 * across / ((double)n * m)) - (withinX / Pairs(n)) - (withinY / Pairs(m));

    private double Pairs(int n) => (double)n * (Unbiased ? n - 1 : n);
}
