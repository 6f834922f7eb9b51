using ScoreSde.Metrics;

namespace ScoreSde.Comparison.Measures;

/// <summary>Features of the samples that were asked for last are kept, since several distances ask for the same.</summary>
/// <param name="map">The network.</param>
public sealed class KeptFeatures(IFeatureMap map)
{
    private readonly Lock gate = new();
    private (Samples Samples, Samples Features)? last;

    /// <summary>The features of each row.</summary>
    public Samples Of(Samples samples)
    {
        lock (gate)
        {
            if (last is not { } kept || kept.Samples != samples)
            {
                last = (samples, map.Of(samples));
            }

            return last.Value.Features;
        }
    }
}
