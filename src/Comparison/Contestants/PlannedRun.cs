namespace ScoreSde.Comparison.Contestants;

/// <summary>A run of a comparison: one method under one budget.</summary>
/// <param name="Contestant">The method.</param>
/// <param name="Grid">The rule of the times; null for a method that chooses its steps.</param>
/// <param name="Budget">The evaluations of the network allowed; null for a method that chooses its steps.</param>
public sealed record PlannedRun(Contestant Contestant, GridChoice? Grid, int? Budget);
