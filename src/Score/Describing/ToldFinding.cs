using ScoreSde.Processes;

namespace ScoreSde.Describing;

/// <summary>How a network errs at one level when it is told that level, and when it is told something else.</summary>
/// <param name="Level">The level.</param>
/// <param name="Told">The number that the description puts into the network.</param>
/// <param name="Error">E‖ε − z‖²/d with it.</param>
/// <param name="BestTold">Of the numbers that were tried, the one with the least error.</param>
/// <param name="BestError">That error.</param>
/// <param name="Significance">The mean over the rows of the difference of the two errors, in its standard errors.</param>
public sealed record ToldFinding(NoiseLevel Level, double Told, double Error, double BestTold, double BestError, double Significance);
