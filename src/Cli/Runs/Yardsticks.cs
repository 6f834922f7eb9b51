using ScoreSde.Cli.Models;
using ScoreSde.Data;
using ScoreSde.Metrics;

namespace ScoreSde.Cli.Runs;

/// <summary>Makes the yardstick of a model.</summary>
internal static class Yardsticks
{
    private const int FloorDraws = 8;

    /// <summary>
    /// Where the data's law is known: independent draws, as many rows as samples, and as floor other such draws against the same
    /// truth (mean and standard deviation over eight).
    /// </summary>
    public static Yardstick For(Model model, int samples, ulong seed)
    {
        Samples truth = Samples.Of(model.Data(samples, Draw(seed, 0)));
        ISampleMetric[] metrics = [new SlicedWasserstein { Seed = seed }, new EnergyDistance { Seed = seed }, new FrechetDistance { Seed = seed }];
        Samples[] others = [.. Enumerable.Range(1, FloorDraws).Select(draw => Samples.Of(model.Data(samples, Draw(seed, draw))))];
        return new Yardstick(
            [.. metrics.Select(metric => Distance(metric, truth))],
            metrics.ToDictionary(metric => metric.Name, metric => Spread([.. others.Select(other => metric.Evaluate(truth, other).Value)])),
            $"{samples} exact samples against {samples} others, the mean of {FloorDraws} draws.");
    }

    private static Measure Distance(ISampleMetric metric, Samples truth) => new(
        metric.Name, HeadOf(metric), MeasureGoal.Low, samples => metric.Evaluate(truth, samples));

    private static string HeadOf(ISampleMetric metric) => metric switch
    {
        SlicedWasserstein => "sliced W2",
        EnergyDistance => "energy",
        FrechetDistance => "Fréchet²",
        _ => metric.Name,
    };

    private static MetricValue Spread(double[] values)
    {
        double mean = values.Average();
        double squares = values.Sum(value => (value - mean) * (value - mean));
        return new(mean, Math.Sqrt(squares / (values.Length - 1)));
    }

    // Sampling uses the seed itself; the odd factor spreads the draws over all seeds (Weyl's sequence).
    private static ulong Draw(ulong seed, int draw) => seed + ((ulong)(draw + 1) * 0x9E3779B97F4A7C15);
}
