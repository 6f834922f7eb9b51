using ScoreSde.Data;
using ScoreSde.Noise;

namespace ScoreSde.Metrics;

/// <summary>A Fréchet distance from known rows, whose moments are gathered and factored once, all of them and without each group.</summary>
internal sealed class FrechetFromTruth : IDistanceFromTruth
{
    private readonly FrechetDistance settings;
    private readonly Samples truth;
    private readonly Lazy<double[]> centre;
    private readonly Lazy<GaussianSide[]> known;
    private readonly Lazy<GaussianSide> whole;

    public FrechetFromTruth(FrechetDistance settings, Samples truth)
    {
        (this.settings, this.truth) = (settings, truth);
        centre = new(() => MomentSums.CentreOf(truth));
        known = new(() => [.. Sides(truth, 1)]);
        whole = new(() => new GaussianSide(GaussianFit.Of(truth)));
    }

    /// <inheritdoc/>
    public MetricValue Evaluate(Samples samples)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.Groups, 2);
        MetricSamples.Check(truth, samples, least: 2 * settings.Groups);
        double[] distances = [.. known.Value.Zip(Sides(samples, 2), GaussianSide.Squared)];
        ReadOnlySpan<double> without = distances.AsSpan(1);
        double mean = 0;
        foreach (double one in without)
        {
            mean += one;
        }

        mean /= without.Length;
        double squares = 0;
        foreach (double one in without)
        {
            squares += (one - mean) * (one - mean);
        }

        return new(distances[0], Math.Sqrt(squares * (settings.Groups - 1) / settings.Groups));
    }

    /// <inheritdoc/>
    public double Distance(Samples samples)
    {
        MetricSamples.Check(truth, samples, least: 2);
        return GaussianSide.Squared(whole.Value, new GaussianSide(GaussianFit.Of(samples)));
    }

    // The Gaussian of all rows, then those of the rows without each group.
    private IEnumerable<GaussianSide> Sides(Samples samples, uint interval)
    {
        int groups = settings.Groups;
        int[] order = RandomOrder.Of(samples.Count, new NoiseKey(settings.Seed, interval, NoisePurpose.Metric));
        var gathered = new MomentSums[groups];
        var total = new MomentSums(centre.Value);
        for (int g = 0; g < groups; g++)
        {
            int start = (int)((long)samples.Count * g / groups);
            int end = (int)((long)samples.Count * (g + 1) / groups);
            gathered[g] = new MomentSums(centre.Value);
            gathered[g].Add(samples.Select(order.AsSpan(start, end - start)));
            total.Add(gathered[g], 1);
        }

        yield return new GaussianSide(total.Fit());
        for (int g = 0; g < groups; g++)
        {
            total.Add(gathered[g], -1);
            yield return new GaussianSide(total.Fit());
            total.Add(gathered[g], 1);
        }
    }
}
