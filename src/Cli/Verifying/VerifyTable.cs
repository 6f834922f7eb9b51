using System.Globalization;
using ScoreSde.Cli.Tables;
using ScoreSde.Verification.Laws;
using ScoreSde.Verification.Runs;

namespace ScoreSde.Cli.Verifying;

/// <summary>The findings of <c>verify</c> as a table: of each property the comparison that came nearest to failing.</summary>
internal static class VerifyTable
{
    /// <summary>The table.</summary>
    public static ReportTable Of(VerificationReport report) => new(
        report.Counts,
        [
            new("property"),
            new("cases", true),
            new("quantity"),
            new("measured", true),
            new("expected", true),
            new("tolerance", true),
            new("verdict"),
        ],
        [.. report.Records.Select(Row)])
    {
        Notes =
        [
            .. report.Records.Where(static record => record.Result.Reason is not null)
                .Select(static record => $"{record.Property.Name}: {record.Result.Reason}."),
            .. report.Records.Where(static record => record.Result.Remark is not null)
                .Select(static record => $"{record.Property.Name}: {record.Result.Remark}."),
        ],
    };

    /// <summary>The expected figure with its relation.</summary>
    public static string Expected(Measurement worst) => worst.Relation switch
    {
        Relation.AtMost => $"≤ {Number(worst.Expected)}",
        Relation.AtLeast => $"≥ {Number(worst.Expected)}",
        _ => Number(worst.Expected),
    };

    /// <summary>A figure as it is printed.</summary>
    public static string Number(double value) => value.ToString("G8", CultureInfo.InvariantCulture);

    /// <summary>A tolerance as it is printed; nothing for an exact comparison.</summary>
    public static string Tolerance(Measurement worst) => worst.Tolerance > 0 ? $"± {worst.Tolerance:G2}" : "exact";

    private static IReadOnlyList<string> Row(PropertyRecord record) => record.Result.Worst is { } worst
        ?
        [
            record.Property.Name,
            $"{record.Result.Cases}",
            worst.What,
            Number(worst.Measured),
            Expected(worst),
            Tolerance(worst),
            VerdictWord.Of(record.Result.Verdict),
        ]
        : [record.Property.Name, $"{record.Result.Cases}", "", "", "", "", VerdictWord.Of(record.Result.Verdict)];
}
