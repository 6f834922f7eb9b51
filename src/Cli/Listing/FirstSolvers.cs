using ScoreSde.Cli.Tables;

namespace ScoreSde.Cli.Listing;

/// <summary>The five solvers to start with, and why. Their figures are those of README.md and docs/compare.md, to which a test holds them.</summary>
internal static class FirstSolvers
{
    /// <summary>Evaluations until samples are not told from the data, and the distance to the exact flow on the digits with 50 evaluations; null for a method that draws noise.</summary>
    internal sealed record Measured(string Name, int Digits, int Mixture, string? Flow, string Why);

    /// <summary>The five, the best first.</summary>
    public static IReadOnlyList<Measured> All { get; } =
    [
        new("unipc-2", 5, 10, "0.0579", "the fewest evaluations, and nearest to the flow from 20 on"),
        new("dpmpp-2m", 5, 10, "0.131", "as few, by a shorter formula"),
        new("heun", 9, 19, "0.255", "no history, so a step may follow any other; nearer than ddim"),
        new("ddim", 10, 20, "0.932", "the plainest; also from data to noise; η draws noise"),
        new("em", 10, 10, null, "the reverse SDE itself; the fewest of those that draw noise"),
    ];

    /// <summary>The table.</summary>
    public static ReportTable Table() => new(
        "Where to start",
        [new("name"), new("digits", true), new("mixture8", true), new("flow", true), new("why") { Folds = true }],
        [.. All.Select(static one => (string[])[one.Name, $"{one.Digits}", $"{one.Mixture}", one.Flow ?? "–", one.Why])])
    {
        Notes =
        [
            "digits, mixture8: evaluations of the network until samples are not told from the data; flow: distance to the ends of the digits' own probability flow with 50 evaluations. "
            + "Measured by 'scoresde compare --all' (docs/compare.md).",
        ],
    };
}
