using System.Globalization;
using System.Text;
using ScoreSde.Verification.Laws;
using ScoreSde.Verification.Runs;

namespace ScoreSde.Verification.Conformance;

/// <summary>What the kit found of one part. As text it names every broken property, the figures and the smallest case.</summary>
/// <param name="Part">What was looked at.</param>
/// <param name="Findings">Property by property.</param>
public sealed record ConformanceReport(string Part, VerificationReport Findings)
{
    /// <summary>Whether nothing failed.</summary>
    public bool Conforms => Findings.Failed == 0;

    /// <summary>Names of what is broken.</summary>
    public IReadOnlyList<string> Broken => [.. Findings.Broken];

    /// <summary>The report for a console.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{Part}: {(Conforms ? "conforms" : $"{Findings.Failed} broken")}, {Findings.Passed} passed, {Findings.NotApplicable} not applicable, {Findings.Undecided} undecided");
        foreach (PropertyRecord record in Findings.Records)
        {
            PropertyResult result = record.Result;
            string mark = result.Verdict switch { Verdict.Passed => "ok    ", Verdict.Failed => "BROKEN", Verdict.Undecided => "?     ", _ => "-     " };
            text.Append(CultureInfo.InvariantCulture, $"  {mark} {record.Property.Name}");
            if (result.Worst is { } worst)
            {
                text.Append(CultureInfo.InvariantCulture, $": {worst.What} {worst.Measured:G6}, expected {Sign(worst.Relation)}{worst.Expected:G6}");
            }

            text.AppendLine(result.Reason is null ? "" : $" ({result.Reason})");
            if (result.Failure is { } failure)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"         {record.Property.Statement}");
                text.AppendLine(CultureInfo.InvariantCulture, $"         fails for {failure.Text}");
                text.AppendLine(CultureInfo.InvariantCulture, $"         {failure.Reason} (case {failure.Case}, seed {result.Seed})");
            }
        }

        return text.ToString();
    }

    private static string Sign(Relation relation) => relation switch { Relation.AtMost => "≤ ", Relation.AtLeast => "≥ ", _ => "" };
}
