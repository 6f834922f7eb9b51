namespace ScoreSde.Cli.Parts;

/// <summary>What the samples of one run of a comparison cost, all those of a part together: sums, which parts add up to.</summary>
/// <param name="Steps">Steps of all samples.</param>
/// <param name="Evaluations">Evaluations of the network of all samples.</param>
/// <param name="Seconds">Wall time of the sampling.</param>
/// <param name="Failure">Why there are no samples; null where there are.</param>
internal sealed record RunCost(double Steps, double Evaluations, double Seconds, string? Failure)
{
    /// <summary>That of two parts of the same run; the first failure stands for both.</summary>
    public RunCost With(RunCost other) =>
        new(Steps + other.Steps, Evaluations + other.Evaluations, Seconds + other.Seconds, Failure ?? other.Failure);
}
