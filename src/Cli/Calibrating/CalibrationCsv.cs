using System.Globalization;
using ScoreSde.Cli.Tables;
using ScoreSde.Verification.Posteriors;

namespace ScoreSde.Cli.Calibrating;

/// <summary>What was found as comma-separated values, a row for each method on each problem; empty where a figure does not apply. The ranks are those of the least even quantity.</summary>
internal static class CalibrationCsv
{
    private static readonly string[] Heads =
    [
        "case", "process", "grid", "steps", "seed", "method", "nfe", "diverged", "samples", "meanOff", "meanStandardError", "spread", "covarianceOff",
        "logEvidence", "logEvidenceStandardError", "exactLogEvidence", "effectiveParticles", "truths", "samplesOfTruth", "rankP", "verdict", "leastEven", "ranks",
    ];

    /// <summary>Writes it.</summary>
    public static void Write(Stream stream, CalibrationReport report)
    {
        using var text = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
        text.WriteLine(string.Join(',', Heads));
        foreach (CalibratedCase problem in report.Cases)
        {
            foreach (CalibratedMethod method in problem.Methods)
            {
                PosteriorBias? bias = method.Bias;
                Calibration? ranks = method.Ranks;
                string[] cells =
                [
                    CsvCell.Of(problem.Name), CsvCell.Of(report.Process), CsvCell.Of(report.Grid), $"{report.Steps}", $"{report.Seed}", CsvCell.Of(method.Name),
                    method.IsFloor ? "" : $"{method.Evaluations}", method.IsDiverged ? "true" : "false",
                    $"{bias?.Samples}", Text(bias?.Mean), Text(bias?.StandardError), Text(bias?.Spread), Text(bias?.Covariance),
                    Text(bias?.Evidence?.Log), Text(bias?.Evidence?.StandardError), Text(bias?.Evidence?.Exact), Text(bias?.Evidence?.EffectiveParticles),
                    ranks is null ? "" : $"{report.Truths}", ranks is null ? "" : $"{report.Samples}", Text(ranks?.PValue), ranks is null ? "" : CsvCell.Of(RankVerdict.Of(ranks)),
                    ranks?.Least.Quantity ?? "", ranks is null ? "" : string.Join(' ', ranks.Least.Counts),
                ];
                text.WriteLine(string.Join(',', cells));
            }
        }
    }

    private static string Text(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "";
}
