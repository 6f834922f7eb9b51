namespace ScoreSde.Comparison.Measures;

/// <summary>What a report says of a measure.</summary>
/// <param name="Name">The key in JSON: <c>slicedWasserstein</c>.</param>
/// <param name="Head">The head of its column.</param>
/// <param name="Goal">What is best.</param>
/// <param name="OfPaths">Whether it follows single samples, so that no chance in the draw of samples blurs it.</param>
public sealed record MeasureFacts(string Name, string Head, MeasureGoal Goal, bool OfPaths = false)
{
    /// <summary>What it is called in a sentence.</summary>
    public string Title { get; init; } = Head;
}
