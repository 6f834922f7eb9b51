namespace ScoreSde.Comparison.References;

/// <summary>Ends of paths that are good enough to judge by, and what they cost.</summary>
/// <param name="Ends">The ends in the data's units, row-major.</param>
/// <param name="Paths">How many.</param>
/// <param name="Accuracy">The accuracy at which they were computed.</param>
/// <param name="Error">Their own error, root mean square.</param>
/// <param name="Evaluations">Evaluations of the network that the search for them took in all.</param>
internal sealed record PathReference(double[] Ends, int Paths, int Accuracy, double Error, double Evaluations);
