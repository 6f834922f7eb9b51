namespace ScoreSde.Comparison.Reports;

/// <summary>The ends of paths by which runs were judged, and what they cost.</summary>
/// <param name="Measure">The name of the measure.</param>
/// <param name="Method">How they were computed.</param>
/// <param name="Paths">How many paths were followed.</param>
/// <param name="Error">The ends' own error, root mean square.</param>
/// <param name="ShareOfSmallest">That error over the smallest distance that is shown.</param>
/// <param name="Evaluations">Evaluations of the network in all.</param>
/// <param name="ShareOfRuns">Those over what all runs took together.</param>
public sealed record ReferenceFacts(string Measure, string Method, int Paths, double Error, double ShareOfSmallest, double Evaluations, double ShareOfRuns);
