using ScoreSde.Metrics;

namespace ScoreSde.Cli.Runs;

/// <summary>One number that tells how good samples are.</summary>
/// <param name="Name">The key in JSON: <c>slicedWasserstein</c>.</param>
/// <param name="Head">The head of its column.</param>
/// <param name="Goal">What is best.</param>
/// <param name="Of">The value for samples in the data's units.</param>
/// <param name="OfPaths">Whether it follows single samples, so that it means nothing for a method that draws noise.</param>
internal sealed record Measure(string Name, string Head, MeasureGoal Goal, Func<Samples, MetricValue> Of, bool OfPaths = false);
