namespace ScoreSde.Verification.Laws;

/// <summary>A case in which a property fails.</summary>
/// <param name="Case">Its index: with the property's name and the seed it replays.</param>
/// <param name="Text">The case after shrinking, as text.</param>
/// <param name="Original">The case as it was generated.</param>
/// <param name="Reason">Which quantity disagreed, or what was thrown.</param>
public sealed record Counterexample(int Case, string Text, string Original, string Reason);
