using ScoreSde.Sampling;

namespace ScoreSde.Comparison.References;

/// <summary>Whose ends are wanted: those of the first samples of a comparison.</summary>
/// <param name="Start">The time at which its runs start.</param>
/// <param name="Seed">The seed of the runs, which names the noise that they start from.</param>
/// <param name="Options">How the reference is computed.</param>
internal sealed record ReferenceRequest(double Start, ulong Seed, SamplerOptions Options);
