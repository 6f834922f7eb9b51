using ScoreSde.Verification.Posteriors;

namespace ScoreSde.Cli.Calibrating;

/// <summary>Ranks in words: even, or what samples are where ranks pile up as they do in the quantity that is least even.</summary>
internal static class RankVerdict
{
    /// <summary>Below it ranks are not even: of a hundred methods that sample the posterior one is called wrong in a hundred runs.</summary>
    public const double Level = 1e-4;

    private const double Doubt = 0.01;

    /// <summary>A word or two.</summary>
    public static string Of(Calibration ranks) => ranks.PValue >= Doubt ? "even" : ranks.PValue >= Level ? "unsure" : Fault(ranks.Least);

    /// <summary>What the words mean.</summary>
    public static string Note =>
        $"p: how likely ranks so uneven are where samples are drawn from the posterior, in the least even of all numbers, ln p(y|x) and, where it is known, ln p(x), times how many these are. " +
        $"verdict: what samples are there, where p is below {Level}; 'unsure' below {Doubt}. Even ranks are necessary and not sufficient: more truths may refute them.";

    private static string Fault(RankCounts ranks) => (ranks.Quantity, ranks.Shape) switch
    {
        (_, RankShape.Ends) => "too narrow, or off",
        (_, RankShape.Middle) => "too wide",
        ("ln p(y|x)", RankShape.Low) => "too near y",
        ("ln p(y|x)", RankShape.High) => "too far from y",
        ("ln p(x)", RankShape.Low) => "too likely",
        ("ln p(x)", RankShape.High) => "too unlikely",
        (_, RankShape.Low) => "too large",
        _ => "too small",
    };
}
