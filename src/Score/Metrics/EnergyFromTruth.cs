namespace ScoreSde.Metrics;

/// <summary>An energy distance from known rows, whose distances from each other are added up once.</summary>
internal sealed class EnergyFromTruth : IDistanceFromTruth
{
    private readonly EnergyDistance settings;
    private readonly Samples truth;
    private readonly Lazy<Side> known;

    public EnergyFromTruth(EnergyDistance settings, Samples truth)
    {
        (this.settings, this.truth) = (settings, truth);
        known = new(() => new Side(MetricSamples.Cap(truth, settings.Cap, settings.Seed, 1)));
    }

    /// <inheritdoc/>
    public MetricValue Evaluate(Samples samples)
    {
        MetricSamples.Check(truth, samples, least: 3);
        Require.Positive(settings.Cap);
        Side x = known.Value;
        var y = new Side(MetricSamples.Cap(samples, settings.Cap, settings.Seed, 2));
        var across = new double[x.Count];
        var acrossOther = new double[y.Count];
        PairSums.Across(x.Rows, y.Panels, across, acrossOther);
        double total = across.Sum();
        double value = Statistic(total, x.Total, y.Total, x.Count, y.Count);
        double variance =
            Jackknife(x.Count, i => Statistic(total - across[i], x.Total - (2 * x.Within[i]), y.Total, x.Count - 1, y.Count))
            + Jackknife(y.Count, j => Statistic(total - acrossOther[j], x.Total, y.Total - (2 * y.Within[j]), x.Count, y.Count - 1));
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

    private double Pairs(int n) => (double)n * (settings.Unbiased ? n - 1 : n);

    private sealed class Side
    {
        public Side(Samples rows)
        {
            Rows = rows;
            Panels = new PointPanels(rows);
            Within = new double[rows.Count];
            PairSums.Within(rows, Panels, Within);
            Total = Within.Sum();
        }

        public Samples Rows { get; }

        public PointPanels Panels { get; }

        public double[] Within { get; }

        public double Total { get; }

        public int Count => Rows.Count;
    }
}
