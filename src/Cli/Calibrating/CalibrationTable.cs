using ScoreSde.Cli.Tables;
using ScoreSde.Verification.Posteriors;

namespace ScoreSde.Cli.Calibrating;

/// <summary>What was found as tables, one a problem.</summary>
internal static class CalibrationTable
{
    /// <summary>The table of one problem.</summary>
    public static ReportTable Of(CalibrationReport report, CalibratedCase problem)
    {
        ReportColumn[] heads =
        [
            new("method"), new("NFE", true),
            .. report.HasBias ? [new("mean off by", true), new("± ", true), new("spread", true), new("covariance off by", true)] : Array.Empty<ReportColumn>(),
            .. report.HasRanks ? [new("p of ranks", true), new("least even"), new($"0 … {report.Samples}"), new("verdict")] : Array.Empty<ReportColumn>(),
        ];
        return new(problem.Name, heads, [.. problem.Methods.Select(method => Row(report, method))])
        {
            BreaksAfter = problem.Methods.Count > 1 && problem.Methods[^1].IsFloor ? new HashSet<int> { problem.Methods.Count - 2 } : [],
            Notes = [.. problem.Methods.Select(Evidence).OfType<string>()],
        };
    }

    private static string[] Row(CalibrationReport report, CalibratedMethod method) =>
    [
        method.Name,
        method.Evaluations == 0 ? "" : $"{method.Evaluations}",
        .. report.HasBias ? Bias(method) : [],
        .. report.HasRanks ? Ranks(method) : [],
    ];

    private static string[] Bias(CalibratedMethod method) => method.Bias is not { } bias
        ? [method.IsDiverged ? "diverged" : "", "", "", ""]
        : [
            Quantity.Number(bias.Mean),
            bias.Samples == 0 ? "exact" : Quantity.Number(bias.StandardError),
            Quantity.Number(bias.Spread),
            Quantity.Number(bias.Covariance),
        ];

    private static string[] Ranks(CalibratedMethod method) => method.Ranks is not { } ranks
        ? [method.IsDiverged ? "diverged" : "", "", "", ""]
        : [PValue(ranks.PValue), ranks.Least.Quantity, RankBars.Of(ranks.Least), RankVerdict.Of(ranks)];

    /// <summary>p, which may be too small for a number.</summary>
    public static string PValue(double p) => p < 1e-99 ? "< 1e-99" : Quantity.Number(p);

    private static string? Evidence(CalibratedMethod method) => method.Bias?.Evidence is not { } evidence
        ? null
        : $"{method.Name}: ln p(y) = {evidence.Log:F3} ± {evidence.StandardError:F3}, exact {evidence.Exact:F3}; {Quantity.Number(evidence.EffectiveParticles)} counted at worst, in the mean over {method.Bias.Samples} samples.";
}
