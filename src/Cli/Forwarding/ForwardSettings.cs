using ScoreSde.Cli.Models;
using ScoreSde.Discrete;

namespace ScoreSde.Cli.Forwarding;

/// <summary>What <c>scoresde forward</c> is to do.</summary>
/// <param name="Model">Whose data and process.</param>
/// <param name="Times">Increasing times in [0, 1].</param>
/// <param name="Chain">The chain to go through, if any.</param>
/// <param name="Count">Rows of data, where there are so many.</param>
/// <param name="Seed">Fixes data and noise.</param>
/// <param name="Out">The .npy file, if any.</param>
/// <param name="Image">The .png file, if any.</param>
internal sealed record ForwardSettings(Model Model, IReadOnlyList<double> Times, DdpmChain? Chain, int Count, ulong Seed, string? Out, string? Image);
