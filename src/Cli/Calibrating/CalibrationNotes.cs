using ScoreSde.Cli.Tables;

namespace ScoreSde.Cli.Calibrating;

/// <summary>What the figures of the tables are.</summary>
internal static class CalibrationNotes
{
    /// <summary>Lines beneath them.</summary>
    public static IEnumerable<string> Of(CalibrationReport report)
    {
        string settings = $"{report.Process}, grid {report.Grid}, {report.Steps} steps, seed {report.Seed}.";
        if (report.HasBias)
        {
            yield return $"{settings} mean off by: |m̂ − m|/√tr Σ. spread: √(tr Σ̂/tr Σ), 1 is right.";
            yield return $"covariance off by: |Σ̂ − Σ|/|Σ|. exact: no sampling, the stepper's own coefficients; else {PosteriorBenchmark.Samples} samples, of particles fewer, with the standard error of the mean.";
            yield return $"floor: {PosteriorBenchmark.Samples} draws from the posterior itself.";
        }
        else
        {
            yield return settings;
        }

        if (report.HasRanks)
        {
            yield return $"ranks: of {report.Truths} truths drawn from the prior, each measured, among {report.Samples} samples given its measurement; 0 … {report.Samples}: how often each, half a line's height is even.";
            yield return RankVerdict.Note;
            if (LeastPValue(report) is { } least and >= RankVerdict.Level)
            {
                yield return $"So few ranks refute nothing: however uneven they are, p is {Quantity.Number(least)} or more. Give more truths.";
            }
        }
    }

    // All truths below all samples, or all above: of even ranks 2/(L + 1)ⁿ, times the quantities of the case that has fewest.
    private static double? LeastPValue(CalibrationReport report) =>
        report.Cases.SelectMany(static known => known.Methods).Min(static method => method.Ranks?.Ranks.Count) is { } quantities
            ? Math.Min(1, quantities * 2 * Math.Pow(report.Samples + 1, -report.Truths)) : null;
}
