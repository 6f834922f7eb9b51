namespace ScoreSde.Cli.Parts;

/// <summary>What the runs of a comparison cost whose samples a file holds, [sample, run, number].</summary>
/// <param name="Parts">In how many parts the samples were drawn.</param>
/// <param name="Runs">The runs in the order of the array's second axis.</param>
internal sealed record RunCosts(int Parts, IReadOnlyList<RunCost> Runs)
{
    /// <summary>Those of all parts of one array.</summary>
    public static RunCosts Of(IReadOnlyList<RunCosts> parts) => new(
        parts.Sum(static part => part.Parts),
        [.. Enumerable.Range(0, parts[0].Runs.Count).Select(run => parts.Select(part => part.Runs[run]).Aggregate(static (sum, next) => sum.With(next)))]);
}
