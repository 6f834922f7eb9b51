namespace ScoreSde.Comparison;

/// <summary>How far a comparison has come.</summary>
/// <param name="Problem">The problem at work.</param>
/// <param name="Phase">What is done on it: the runs where empty, else the name of what is computed for them.</param>
/// <param name="Fraction">The share of that phase that is done, 0 to 1.</param>
/// <param name="Now">The run at work, in words; empty where there is none.</param>
public readonly record struct ComparisonProgress(string Problem, string Phase, double Fraction, string Now);
