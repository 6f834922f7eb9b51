using ScoreSde.Sampling;

namespace ScoreSde.Comparison.References;

/// <summary>Whose ends are wanted: those of the first samples of a comparison.</summary>
/// <param name="Start">The time at which its runs start.</param>
/// <param name="Samples">Samples of each run.</param>
/// <param name="Seed">The seed of the runs, which names the noise that they start from.</param>
/// <param name="Options">How the reference is computed.</param>
public sealed record ReferenceRequest(double Start, int Samples, ulong Seed, SamplerOptions Options)
{
    /// <summary>Samples that are followed.</summary>
    public int Paths => Math.Min(EndsDistance.MostPaths, Samples);
}
