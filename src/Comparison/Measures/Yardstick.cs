using ScoreSde.Metrics;

namespace ScoreSde.Comparison.Measures;

/// <summary>What samples of a problem are measured by, and what real data gets by it.</summary>
/// <param name="Measures">The measures.</param>
/// <param name="Floor">The value that real data gets by each: no sampler can be expected to do better.</param>
/// <param name="FloorNote">One line: what was measured against what.</param>
public sealed record Yardstick(
    IReadOnlyList<Measure> Measures, IReadOnlyDictionary<string, MetricValue> Floor, string FloorNote)
{
    /// <summary>What columns mean that do not speak for themselves, a line each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>All measures of samples, [n, dimension] in the data's units, that apply to what a stochastic or a deterministic method draws.</summary>
    public Dictionary<string, MetricValue> Of(Samples samples, bool isStochastic) =>
        Measures.Where(measure => measure.AppliesTo(isStochastic)).ToDictionary(static measure => measure.Facts.Name, measure => measure.Of(samples));

    /// <summary>The same with one measure more, its floor and a line on it.</summary>
    public Yardstick With(Measure measure, MetricValue floor, string note)
    {
        ArgumentNullException.ThrowIfNull(measure);
        return this with
        {
            Measures = [.. Measures, measure],
            Floor = new Dictionary<string, MetricValue>(Floor) { [measure.Facts.Name] = floor },
            Notes = [.. Notes, note],
        };
    }
}
