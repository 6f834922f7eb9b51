using ScoreSde.Verification.Laws;

namespace ScoreSde.Tests.Slips;

/// <summary>A mistake that a person might make, and the property that is to catch it.</summary>
/// <param name="Name">The mistake.</param>
/// <param name="CaughtBy">The property's name.</param>
/// <param name="Parts">The parts with the mistake in one of them.</param>
internal sealed record Slip(string Name, string CaughtBy, Parts Parts);
