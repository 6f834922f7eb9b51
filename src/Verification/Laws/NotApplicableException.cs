namespace ScoreSde.Verification.Laws;

/// <summary>Thrown within a check that finds that it cannot speak of the part it was given; says why.</summary>
public sealed class NotApplicableException(string reason) : Exception(reason);
